/** How several targets look side by side. */

export const compareStyle = `
.doubt { display: inline-block; min-width: 1.15rem; padding: 0 0.3rem; border-radius: 3px; background: var(--ink); color: var(--paper); text-align: center; font-size: 0.75rem; line-height: 1.35; }
.doubtful { color: var(--ink); }
.list thead th, .list thead .bar-cell { vertical-align: bottom; }
.list .among { width: auto; min-width: 8.5rem; max-width: 12rem; font-size: 0.6875rem; white-space: normal; overflow-wrap: anywhere; }
.sides > div { grid-template-columns: 11rem minmax(0, 1fr); }
.sides .target, .orders .target { display: block; max-height: 3.2em; overflow: hidden; overflow-wrap: anywhere; unicode-bidi: isolate; }
.sides .good { color: var(--good); } .sides .bad { color: var(--bad); } .sides .open { color: var(--soft); }
.orders { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); gap: 0 2rem; margin-top: 0.5rem; }
.orders ol { margin: 0; padding-left: 1.6rem; color: var(--soft); font-size: 0.8125rem; }
.orders code { color: var(--ink); }
@media (max-width: 30rem) { .sides > div { grid-template-columns: 1fr; } }
`;
