/** How the list of scenarios looks, and the page on narrow screens and on paper. */

export const rowStyle = `
.filters { margin-top: 1.1rem; }
.tabs { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; border: 0; border-bottom: 1px solid var(--line); margin: 0; padding: 0; min-width: 0; }
.tabs label { cursor: pointer; }
.tabs input { position: absolute; opacity: 0; }
.tabs span { display: block; padding: 0.45rem 0; margin-bottom: -1px; border-bottom: 2px solid transparent; color: var(--soft); }
.tabs b { font-weight: 400; font-size: 0.8125rem; margin-left: 0.15rem; }
.tabs span:hover { color: var(--ink); }
.tabs input:checked + span { color: var(--ink); border-color: var(--good); font-weight: 600; }
.tabs input:focus-visible + span { outline: 2px solid var(--good); outline-offset: 2px; border-radius: 3px; }
.fields { display: flex; flex-wrap: wrap; gap: 0.75rem; align-items: end; margin-top: 1rem; }
.fields label { display: grid; gap: 0.2rem; font-size: 0.75rem; color: var(--soft); }
.fields .search { flex: 1 1 16rem; }
.fields input, .fields select { color: var(--ink); min-height: 2.1rem; width: 100%; }
.fields button { min-height: 2.1rem; min-width: 5rem; }
.fields input::placeholder { color: var(--soft); }
.shown { margin: 0.9rem 0 0.4rem; font-size: 0.8125rem; color: var(--soft); }

.rows { list-style: none; margin: 0; padding: 0; border-top: 1px solid var(--line); }
.rows > li { border-bottom: 1px solid var(--line); }
.scenario:target { background: var(--good-soft); }
.alike { margin-left: 7.75rem; padding-bottom: 0.5rem; }
.alike > summary { width: fit-content; cursor: pointer; list-style: none; color: var(--soft); font-size: 0.8125rem; }
.alike > summary::-webkit-details-marker { display: none; }
.alike > summary:hover { color: var(--ink); }
.alike > ol { list-style: none; margin: 0.3rem 0 0 -7.75rem; padding: 0; }
.alike .name code { color: var(--soft); }
.head { display: grid; grid-template-columns: 6.5rem minmax(0, 1fr) minmax(0, 15rem) 5.5rem; gap: 0 1.25rem; align-items: baseline; padding: 0.5rem 0; }
summary.head { cursor: pointer; list-style: none; position: relative; }
summary.head::-webkit-details-marker { display: none; }
summary.head:hover { background: var(--sheet); box-shadow: -0.75rem 0 0 var(--sheet), 0.75rem 0 0 var(--sheet); }
.verdict { font-size: 0.8125rem; font-weight: 600; }
[data-outcome="known-failure"] .verdict, [data-outcome="not-scored"] .verdict { color: var(--soft); }
summary .verdict::before, .alike > summary::before { content: ""; display: inline-block; width: 0.38em; height: 0.38em; margin-right: 0.6em; vertical-align: 0.18em; border: solid currentColor; border-width: 0 1.5px 1.5px 0; transform: rotate(-45deg); opacity: 0.6; }
details[open] > summary .verdict::before, .alike[open] > summary::before { transform: rotate(45deg); vertical-align: 0.28em; }
div.head .verdict { padding-left: calc(0.38em + 0.6em + 1.5px); font-weight: 400; }
.name { overflow-wrap: anywhere; }
.name .title { display: block; color: var(--soft); font-size: 0.8125rem; }
.about { color: var(--soft); }
.came { display: block; max-height: 3.2em; overflow: hidden; }
.came::before { content: "→ "; }
.why { margin: 0 0 0.6rem; padding-left: 7.75rem; color: var(--soft); font-size: 0.8125rem; max-width: 60rem; }
.failure { margin: 0.25rem 0 1.5rem 7.75rem; }
.compare { margin: 0; display: grid; gap: 0.2rem; }
.compare > div { display: grid; grid-template-columns: 5rem minmax(0, 1fr); gap: 0.75rem; align-items: baseline; }
.compare dt { color: var(--soft); font-size: 0.8125rem; }
.compare dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
.compare .prose { font-family: var(--sans); }
[data-outcome="failed"] .answered { color: var(--bad); }
.parameters { margin: 0; display: grid; gap: 0 1.25rem; grid-template-columns: fit-content(20rem) minmax(0, 1fr); background: var(--sheet); border-radius: 6px; padding: 0.7rem 0.9rem; }
.parameters div { display: contents; }
.parameters .subject dt, .parameters .subject dd { color: var(--ink); font-weight: 600; }
.parameters .subject dd { text-decoration: underline var(--bad) 2px; text-underline-offset: 0.25em; }
.parameters dt { color: var(--soft); overflow-wrap: anywhere; }
.parameters dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
pre { margin: 0; padding: 0.7rem 0.9rem; background: var(--sheet); border-radius: 6px; white-space: pre-wrap; overflow-wrap: anywhere; max-height: 18rem; overflow-y: auto; }
h3 button { margin-left: 0.4rem; padding: 0.05rem 0.5rem; font-size: 0.75rem; font-weight: 400; }
.none { color: var(--soft); margin-top: 1.5rem; }
.notice { margin-top: 1.25rem; padding: 0.25rem 1.1rem 0.6rem; background: var(--bad-soft); border-radius: 6px; overflow-wrap: anywhere; }
.notice ul { margin: 0; padding-left: 1.1rem; }
.legend { margin-top: 4rem; border-top: 1px solid var(--line); padding-top: 0.9rem; color: var(--soft); font-size: 0.8125rem; }
.legend summary { cursor: pointer; }
.legend dl { margin: 0; }
.legend dl div { display: grid; grid-template-columns: 8rem 1fr; gap: 1rem; padding: 0.15rem 0; }
.legend dd { margin: 0; }
.legend dt { color: var(--ink); white-space: nowrap; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 0 3rem; }
footer { margin-top: 1.5rem; color: var(--soft); font-size: 0.8125rem; }

@media (max-width: 46rem) {
  .list .bar-cell, .list .evidence .word, .list .note { display: none; }
  .sentences, .sentences tbody { display: block; }
  .sentences thead { display: none; }
  .sentences tr { display: grid; grid-template-columns: 1.5rem 1fr; padding: 0.5rem 0; border-bottom: 1px solid var(--line); }
  .list.sentences tr > * { grid-column: 2; width: auto; padding: 0.1rem 0; border: 0; }
  .list.sentences tr > .mark { grid-column: 1; }
  .list.sentences tr > td:nth-child(2) { color: var(--soft); }
  .sentences code { white-space: normal; overflow-wrap: anywhere; }
  .list code { font-size: 0.75rem; }
  .list th, .list td { padding-right: 0.6rem; }
  .top nav { order: 1; width: 100%; }
  .head { grid-template-columns: 1fr auto; }
  .head .name { grid-column: 1 / -1; grid-row: 2; }
  .head .about { display: none; }
  .failure, .why, .alike, .alike > ol { margin-left: 0; padding-left: 0; }
  .matrix th[scope="row"] { max-width: 8.5rem; }
  .strip { gap: 2px; height: 1.25rem; }
  .facts { grid-template-columns: 1fr 1fr; gap: 1.1rem 1.5rem; }
  section { margin-top: 3rem; }
}
@media (max-width: 30rem) {
  .compare > div { grid-template-columns: 1fr; gap: 0; }
  .parameters { grid-template-columns: 1fr; }
  .parameters dd { margin-bottom: 0.4rem; }
  .columns { grid-template-columns: 1fr; }
}
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
@media print {
  :root, :root[data-theme] { color-scheme: light; }
  body { max-width: none; padding: 0; font-size: 9pt; }
  .top nav, .top button, .filters, [data-copy], .skip { display: none !important; }
  .scroll { overflow: visible; }
  pre { max-height: none; }
  .rows { margin-top: 0.8rem; }
  tr, .head, .rows > li > .failure h3 { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  section { margin-top: 2rem; }
  * { print-color-adjust: exact; }
}
`;
