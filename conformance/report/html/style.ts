/** How the page looks: quiet, in columns, with one colour for what is right and one for what is not. */

export const style = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#ffffff, #16181a);
  --sheet: light-dark(#f7f6f3, #1d2022);
  --ink: light-dark(#1d1c1a, #eceae5);
  --soft: light-dark(#5f5c56, #a8a49c);
  --line: light-dark(#e4e1db, #303437);
  --good: light-dark(#0b6b5d, #54c7b0);
  --good-soft: light-dark(#dcefea, #17332e);
  --bad: light-dark(#b1361c, #ff9a7d);
  --bad-soft: light-dark(#fae6df, #41231b);
  --open: light-dark(#8a867e, #7d7a74);
  --sans: Inter, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
  --mono: "JetBrains Mono", ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace;
}
:root[data-theme="light"] { color-scheme: light; }
:root[data-theme="dark"] { color-scheme: dark; }

* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { scroll-padding-top: 1rem; text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 0 clamp(1rem, 4vw, 2.5rem) 4rem; max-width: 78rem;
  background: var(--paper); color: var(--ink);
  font: 400 0.9375rem/1.55 var(--sans); font-variant-numeric: tabular-nums;
}
code, pre, .parameters, .compare dd { font-family: var(--mono); font-size: 0.8125rem; font-variant-ligatures: none; unicode-bidi: isolate; }
code { overflow-wrap: anywhere; }
a { color: inherit; text-decoration-color: var(--line); text-underline-offset: 0.2em; }
a:hover { text-decoration-color: currentColor; }
small { font-size: 0.8125rem; color: var(--soft); font-weight: 400; }
b { font-weight: 600; }
:focus-visible { outline: 2px solid var(--good); outline-offset: 2px; border-radius: 3px; }
section:focus { outline: none; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.good { color: var(--good); } .bad { color: var(--bad); } .open { color: var(--soft); }
svg .good, rect.good { fill: var(--good); } svg .bad, rect.bad { fill: var(--bad); } rect.open { fill: var(--open); }

.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: 0.5rem; padding: 0.4rem 0.8rem; background: var(--ink); color: var(--paper); z-index: 2; }
.top { display: flex; gap: 1rem 1.5rem; align-items: center; flex-wrap: wrap; padding: 1.1rem 0; font-size: 0.8125rem; color: var(--soft); }
.top .brand { font-weight: 600; color: var(--ink); letter-spacing: -0.01em; margin-right: auto; }
.top nav { display: flex; gap: 1.25rem; flex-wrap: wrap; }
.top nav a { text-decoration: none; }
.top nav a:hover { color: var(--ink); }

button, select, input[type="search"] {
  font: inherit; font-size: 0.8125rem; color: inherit; background: var(--paper);
  border: 1px solid var(--line); border-radius: 6px; padding: 0.3rem 0.6rem;
}
button { cursor: pointer; color: var(--soft); }
button:hover, select:hover, input:hover { border-color: var(--soft); color: var(--ink); }
button[aria-pressed="true"] { background: var(--sheet); color: var(--ink); }
button:disabled { opacity: 0.5; cursor: default; }

.hero { padding: clamp(1.5rem, 5vw, 3.5rem) 0 0; }
.eyebrow { margin: 0 0 0.6rem; color: var(--soft); }
h1 { margin: 0; font-size: clamp(1.75rem, 4.2vw, 2.9rem); line-height: 1.12; font-weight: 600; letter-spacing: -0.028em; text-wrap: balance; max-width: 24em; font-variant-numeric: normal; overflow-wrap: anywhere; }
h1 .target { display: inline-block; max-width: 100%; max-height: 2.3em; overflow: hidden; vertical-align: bottom; unicode-bidi: isolate; }
h1 strong { font-weight: 600; white-space: nowrap; }
.strip { display: flex; gap: 4px; list-style: none; margin: 2rem 0 0; padding: 0; height: 1.5rem; }
.strip li { flex: 1; min-width: 4px; }
.strip a { display: block; height: 100%; border-radius: 3px; overflow: hidden; background: var(--good-soft); text-decoration: none; }
.strip a.bad { background: var(--bad-soft); box-shadow: inset 0 -3px 0 var(--bad); }
.strip a.open { background: none; box-shadow: inset 0 0 0 1px var(--line); }
.strip a:hover { filter: brightness(0.94); }
.strip svg { display: block; width: 100%; height: 100%; fill: var(--good); }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: 1.5rem 2rem; margin: 2rem 0 0; }
.facts dt { color: var(--soft); font-size: 0.8125rem; }
.facts dd { margin: 0; font-size: 1.375rem; font-weight: 600; letter-spacing: -0.015em; line-height: 1.3; }
.facts small { display: block; font-size: 0.75rem; letter-spacing: 0; }
.verdicts { margin: 2.25rem 0 0; }
.verdicts svg { display: block; width: 100%; height: 0.625rem; border-radius: 3px; background: var(--line); }
.verdicts figcaption { display: flex; flex-wrap: wrap; gap: 0.3rem 1.25rem; margin-top: 0.7rem; font-size: 0.8125rem; color: var(--soft); }
.verdicts b { color: var(--ink); }
i[class^="verdict-"] { display: inline-block; width: 0.6em; height: 0.6em; border-radius: 2px; margin-right: 0.45em; background: currentColor; }
.verdict-exact { color: var(--good); fill: var(--good); }
.verdict-code { color: color-mix(in oklab, var(--good) 70%, var(--paper)); fill: color-mix(in oklab, var(--good) 70%, var(--paper)); }
.verdict-alternative { color: color-mix(in oklab, var(--good) 45%, var(--paper)); fill: color-mix(in oklab, var(--good) 45%, var(--paper)); }
.verdict-wrong-status { color: color-mix(in oklab, var(--bad) 40%, var(--paper)); fill: color-mix(in oklab, var(--bad) 40%, var(--paper)); }
.verdict-other-error { color: color-mix(in oklab, var(--bad) 65%, var(--paper)); fill: color-mix(in oklab, var(--bad) 65%, var(--paper)); }
.verdict-accepted { color: var(--bad); fill: var(--bad); }
.verdict-refused { color: color-mix(in oklab, var(--bad) 80%, black); fill: color-mix(in oklab, var(--bad) 80%, black); }
.verdict-broken { color: color-mix(in oklab, var(--bad) 60%, black); fill: color-mix(in oklab, var(--bad) 60%, black); }
.verdict-unjudged { color: var(--open); fill: var(--open); }
.verdict-skipped { color: color-mix(in oklab, var(--open) 50%, var(--paper)); fill: color-mix(in oklab, var(--open) 50%, var(--paper)); }

section { margin-top: 4rem; border-top: 1px solid var(--ink); padding-top: 0.9rem; }
h2 { margin: 0; font-size: 1.125rem; font-weight: 600; letter-spacing: -0.012em; }
h3 { margin: 1.25rem 0 0.4rem; font-size: 0.8125rem; font-weight: 600; }
.lead { margin: 0.2rem 0 0; color: var(--soft); max-width: 46rem; }
.scroll { position: relative; overflow-x: auto; margin-top: 1.1rem; }

.list { border-collapse: collapse; width: 100%; font-size: 0.875rem; }
.list th, .list td { text-align: left; padding: 0.42rem 1.25rem 0.42rem 0; border-bottom: 1px solid var(--line); vertical-align: baseline; font-weight: 400; }
.list thead th { color: var(--soft); font-size: 0.75rem; white-space: nowrap; border-color: var(--soft); }
.list tbody th a { text-decoration: none; }
.list tbody th a:hover { text-decoration: underline; }
.list tr:target { background: var(--good-soft); }
.list .mark { width: 1.6rem; padding-right: 0; font-weight: 600; }
.list .number { text-align: right; white-space: nowrap; width: 1%; }
.list .bar-cell { width: 8rem; min-width: 5rem; padding-right: 0.75rem; vertical-align: middle; }
.list .counts { width: 30%; }
.list .note { color: var(--soft); }
.bar { display: block; width: 100%; height: 5px; border-radius: 3px; }
.bar .track { fill: var(--line); }
.bar .track.bad { fill: var(--bad); }
.counts { font-size: 0.8125rem; color: var(--soft); }
.counts span { white-space: nowrap; margin-right: 0.75rem; }
.evidence { white-space: nowrap; font-size: 0.8125rem; color: var(--soft); }
.list code { white-space: nowrap; overflow-wrap: normal; }
.sentences th[scope="row"] { width: 42%; min-width: 14rem; }
.sentences .mark { width: 1%; padding-right: 0.75rem; }
.sentences thead th:nth-child(2) { width: 24%; }
.sentences em { font-style: normal; color: var(--soft); }
.links { list-style: none; margin: 0; padding: 0; }

.matrix { border-collapse: separate; border-spacing: 1px; font-size: 0.6875rem; font-family: var(--sans); }
.matrix td { width: 1.75rem; min-width: 1.75rem; height: 1.75rem; text-align: center; background: var(--sheet); border-radius: 2px; padding: 0; }
.matrix .due { background: var(--good-soft); }
.matrix th { font: 400 0.75rem/1.3 var(--mono); color: var(--soft); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.matrix th[scope="row"] { position: sticky; left: 0; background: var(--paper); text-align: right; padding: 0 0.6rem 0 0; max-width: 18rem; z-index: 1; }
.matrix thead th { vertical-align: bottom; padding: 0 0 0.4rem; }
.matrix thead th span { writing-mode: vertical-rl; transform: rotate(180deg); max-height: 17rem; overflow: hidden; text-overflow: ellipsis; }
.matrix .corner { background: var(--paper); text-align: right; vertical-align: bottom; padding: 0 0.6rem 0.4rem 0; white-space: nowrap; color: var(--soft); font-size: 0.75rem; position: sticky; left: 0; z-index: 1; }
.matrix .corner span { display: block; }
.matrix .right-1, .matrix .right-2 { background: color-mix(in oklab, var(--good) 30%, var(--paper)); }
.matrix .right-3 { background: color-mix(in oklab, var(--good) 55%, var(--paper)); }
.matrix .right-4 { background: var(--good); color: var(--paper); font-weight: 600; }
.matrix .wrong-1, .matrix .wrong-2 { background: color-mix(in oklab, var(--bad) 18%, var(--paper)); }
.matrix .wrong-3 { background: color-mix(in oklab, var(--bad) 32%, var(--paper)); }
.matrix .wrong-4 { background: var(--bad); color: var(--paper); font-weight: 600; }
.matrix tbody tr:hover th { color: var(--ink); }
`;
