/** Small things of which the page has many: codes, marks of evidence, bars, figures, links. */
import { evidenceLevels, type Evidence } from '../../../contract/evidence.ts';
import { conforms, verdicts, type Verdict } from '../../run/judge/judge.ts';
import type { VerdictCounts } from '../report.ts';
import { html, type Fill, type Html } from './template.ts';

export type Tone = 'good' | 'bad' | 'open';

/** Whether a verdict is good, bad, or says nothing about the target. */
export function toneOf(verdict: Verdict): Tone {
  if (conforms(verdict)) return 'good';
  return verdict === 'unjudged' || verdict === 'skipped' ? 'open' : 'bad';
}

/** Whether a share is all, less than all, or not known. */
export function toneOfShare(share: number | null): Tone {
  return share === null ? 'open' : share === 1 ? 'good' : 'bad';
}

/** A name such as `InvalidSize.Malformed`, which may go on in a new line after a dot. */
export function breakable(text: string): Fill {
  return text.split(/(?<=\.)/).map((part, index) => html`${index > 0 && html`<wbr />`}${part}`);
}

export function code(text: string): Html {
  return html`<code>${breakable(text)}</code>`;
}

const evidenceMarks: Readonly<Record<Evidence, string>> = {
  stated: '●',
  implied: '◐',
  observed: '◎',
  assumed: '○',
};

export function evidenceMark(evidence: Evidence): Html {
  return html`<span class="evidence"
    ><span aria-hidden="true">${evidenceMarks[evidence]}</span> <span class="word">${evidence}</span></span
  >`;
}

/** The levels that occur, strongest first. */
export function evidenceIn(list: readonly { readonly evidence: Evidence }[]): readonly Evidence[] {
  return evidenceLevels.filter((level) => list.some(({ evidence }) => evidence === level));
}

/** What conforms, as long as its share; what does not, in the other colour. */
export function bar(share: number | null): Html {
  const width = Math.round((share ?? 0) * 100);
  return html`<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
    <rect class="track" width="100" height="4" />
    <rect class="${share === 1 ? 'good' : 'part'}" width="${width}" height="4" />
  </svg>`;
}

/** One small column for each documented code, filled as far as the share goes. The tables below have the links. */
export function strip(
  label: string,
  columns: readonly { readonly code: string; readonly share: number | null; readonly says: string }[],
): Html | undefined {
  if (columns.length === 0) return undefined;
  return html`<div class="strip" role="img" aria-label="${label}">
    ${columns.map(({ code: name, share, says }) => {
      const height = Math.round((share ?? 0) * 100);
      return html`<span class="${toneOfShare(share)}" title="${name}: ${says}"
        ><svg viewBox="0 0 10 100" preserveAspectRatio="none" aria-hidden="true">
          <rect y="${100 - height}" width="10" height="${height}" /></svg
      ></span>`;
    })}
  </div>`;
}

export interface Figure {
  readonly name: string;
  readonly value: string;
  readonly note: string;
  /** Where what was counted is listed. */
  readonly link?: PageLink;
}

/** Figures at the head of a page: what each is, its value, and what it is of. */
export function factList(facts: readonly Figure[]): Html {
  return html`<dl class="facts">
    ${facts.map(
      ({ name, value, note, link }) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${link ? linkTo(link, value) : html`<b>${value}</b>`} <small>${note}</small></dd>
        </div>`,
    )}
  </dl>`;
}

/** A section, or the list of all scenarios with filters. */
export interface PageLink {
  readonly section: string;
  readonly filters?: Readonly<Record<string, string>>;
}

/** Without the script, a link to a filtered list leads to the whole one. */
export function linkTo({ section, filters }: PageLink, text: Fill): Html {
  return html`<a
    href="#${section}"
    ${filters && html` data-filters="${new URLSearchParams(filters).toString()}"`}
    >${text}</a
  >`;
}

/** How often each verdict came; each leads to its scenarios. */
export function countsOf(counts: VerdictCounts, filters: Readonly<Record<string, string>>): readonly Html[] {
  return verdicts.flatMap((verdict) =>
    counts[verdict] === undefined
      ? []
      : [
          html`<span class="${toneOf(verdict)}"
            >${linkTo({ section: 'scenarios', filters: { ...filters, verdict } }, html`${verdict} <b>${counts[verdict]}</b>`)}</span
          > `,
        ],
  );
}

const mostLinks = 5;

/** Links to the rows of scenarios, those that do not fit folded. */
export function scenarioLinks(ids: readonly string[], most = mostLinks): Html {
  const link = (id: string): Html =>
    html`<li>
      <a href="#scenario:${encodeURIComponent(id)}"><code>${id}</code></a>
    </li>`;
  const rest = ids.slice(most);
  return html`<ul class="links">
      ${ids.slice(0, most).map(link)}
    </ul>
    ${
      rest.length > 0 &&
      html`<details class="rest">
        <summary>${rest.length} more</summary>
        <ul class="links">
          ${rest.map(link)}
        </ul>
      </details>`
    }`;
}

/** A row has an address of its own. */
export function anchor(rowId: string, name: string): Html {
  return html`<a class="anchor" href="#${encodeURIComponent(rowId)}" aria-label="Link to ${name}">#</a>`;
}

const results = {
  good: ['✓', 'matches'],
  bad: ['✗', 'falls short'],
  open: ['–', 'not judged'],
} as const satisfies Readonly<Record<Tone, readonly [string, string]>>;

/** The first cell of a row: how it came out, which is the link to the row as well. */
export function resultCell(rowId: string, tone: Tone, word: string = results[tone][1]): Html {
  return html`<td class="mark ${tone}">
    <a href="#${encodeURIComponent(rowId)}" title="${word}"
      ><span aria-hidden="true">${results[tone][0]}</span
      ><span class="unseen">${word}: link to this row</span></a
    >
  </td>`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
