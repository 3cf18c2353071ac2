/** The comparison as one page that needs nothing else, in the look of the report's page and under the same policy. */
import { alikeDifferences, type Comparison } from './compare.ts';
import { differenceSection, differentScenarios } from './html-differences.ts';
import { shareOf } from './terminal.ts';
import { percent, seconds } from '../report/summary/headline.ts';
import { toPage } from '../report/html/page.ts';
import {
  bar,
  code,
  evidenceMark,
  factList,
  linkTo,
  plural,
  strip,
  toneOfShare,
  type Figure,
} from '../report/html/elements.ts';
import { legend } from '../report/html/legend.ts';
import { section, wideTable } from '../report/html/section.ts';
import { printableReport } from '../report/printable-report.ts';
import { html, type Html } from '../report/html/template.ts';

export interface ComparisonHtmlOptions {
  /** How the program is called that plays a scenario again; default `npx understudy`. */
  readonly command?: string;
}

export function toComparisonHtml(
  raw: Comparison,
  { command = 'npx understudy' }: ComparisonHtmlOptions = {},
): string {
  const comparison = printableReport(raw);
  const { reports, agreement, orders, doubtful, differences } = comparison;
  const [first] = reports;
  const isAlike = doubtful.length + differences.length === 0;
  const hasOrders = orders.some(({ codes }) => codes.length > 0);
  return toPage({
    title: `${reports.map(({ target }) => target).join(', ')}: ${percent(shareOf(agreement))} alike`,
    tone: doubtful.length === 0 ? 'good' : 'bad',
    links: [
      ['differences', html`Differ <b>${doubtful.length + differences.length}</b>`],
      ['targets', 'Targets'],
      ['codes', 'Codes'],
      ...(isAlike ? [] : [['scenarios', 'Scenarios'] as const]),
    ],
    main: [
      hero(comparison),
      differenceSection(comparison, command),
      targetSection(comparison),
      codeSection(comparison, !isAlike),
      hasOrders && orderSection(comparison, !isAlike),
      !isAlike && differentScenarios(comparison, command),
      legend(),
    ],
    footer: html`<p>
      ${first?.contract.operation}, seed ${first?.seed}. Targets answer a scenario alike where they give the
      same code, or are wrong in the same way; what some target skipped, or left unjudged, is not compared.
      Where two rules are broken at once, two that are right may still differ.
    </p>`,
  });
}

function hero(comparison: Comparison): Html {
  const { reports, agreement, codes } = comparison;
  const agreed = codes.filter(({ agreement: ofCode }) => shareOf(ofCode) === 1).length;
  return html`<header class="hero">
    <p class="eyebrow">Comparison on ${reports[0]?.contract.operation}</p>
    <h1>
      ${targetNames(comparison)} answer
      <strong class="${agreement.same === agreement.of ? 'good' : 'bad'}"
        >${percent(shareOf(agreement))}</strong
      >
      of ${agreement.of} scenarios alike
    </h1>
    ${strip(
      `Targets agree on ${agreed} of ${codes.length} documented codes`,
      codes.map(({ code: name, agreement: ofCode }) => {
        const share = shareOf(ofCode);
        return { code: name, share, says: share === null ? 'not compared' : `${percent(share)} alike` };
      }),
    )}
    ${factList(factsOf(comparison, agreed))}
  </header>`;
}

/** A comma stands with the name before it, which may fill a line. */
function targetNames({ reports }: Comparison): readonly Html[] {
  return reports.map(({ target }, index) => {
    const fromEnd = reports.length - 1 - index;
    const comma = fromEnd > 1 ? ',' : '';
    return html`<span class="target">${target}${comma}</span>${fromEnd === 1 && ' and'} `;
  });
}

function factsOf({ reports, codes, doubtful, differences }: Comparison, agreed: number): readonly Figure[] {
  const durationMs = reports.reduce((sum, each) => sum + each.durationMs, 0);
  return [
    {
      name: 'Codes alike',
      value: `${agreed} of ${codes.length}`,
      note: 'in every scenario',
      link: { section: 'codes' },
    },
    {
      name: 'In doubt',
      value: String(alikeDifferences(doubtful).length),
      note: `of our readings, in ${plural(doubtful.length, 'scenario')}`,
      link: { section: 'differences' },
    },
    {
      name: 'Differ',
      value: String(alikeDifferences(differences).length),
      note: `in ${plural(differences.length, 'scenario')}`,
      link: { section: 'differences' },
    },
    { name: 'Took', value: seconds({ durationMs }), note: `seed ${reports[0]?.seed}` },
  ];
}

function targetSection(comparison: Comparison): Html {
  const { reports } = comparison;
  return section({
    id: 'targets',
    title: 'Targets',
    isOpen: true,
    body: wideTable(
      'targets',
      html`<table class="list">
        <thead>
          <tr>
            <th scope="col">Target</th>
            <th scope="col" class="bar-cell">Score</th>
            <th scope="col" class="number"><span class="unseen">Mean over the codes</span></th>
            <th scope="col" class="number">Codes matched</th>
            <th scope="col" class="number">Ever answered</th>
            ${reports.length > 2 && reports.map(({ target }) => html`<th scope="col" class="number among">like ${target}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${reports.map((_, position) => targetRow(comparison, position))}
        </tbody>
      </table>`,
    ),
  });
}

function targetRow({ reports, pairs }: Comparison, position: number): Html | undefined {
  const report = reports[position];
  if (!report) return undefined;
  const { target, score, codesMatched, codesProduced, codesDocumented } = report;
  const likeOther = (other: number): string => {
    const pair = pairs.find(({ between }) => between.includes(position) && between.includes(other));
    return pair && other !== position ? percent(shareOf(pair)) : '';
  };
  return html`<tr>
    <th scope="row"><code>${target}</code></th>
    <td class="bar-cell">${bar(score)}</td>
    <td class="number">${score === null ? '–' : score.toFixed(3)}</td>
    <td class="number">${codesMatched} of ${codesDocumented}</td>
    <td class="number">${codesProduced} of ${codesDocumented}</td>
    ${reports.length > 2 && reports.map((_, other) => html`<td class="number">${likeOther(other)}</td>`)}
  </tr>`;
}

function codeSection({ reports, codes, doubtful }: Comparison, isOpen: boolean): Html {
  const rows = codes.map((each) => {
    const doubts = doubtful.filter(({ expected }) => expected === each.code);
    const perTarget = reports.map(
      (_, position) => doubts.filter(({ agreeing }) => agreeing.includes(position)).length,
    );
    return { ...each, perTarget, isDoubtful: doubts.length > 0 };
  });
  const sorted = rows.toSorted((a, b) => Number(b.isDoubtful) - Number(a.isDoubtful));
  return section({
    id: 'codes',
    title: 'Documented codes',
    isOpen,
    lead: html`The share of scenarios in which each target answers as the contract says.
    ${rows.some(({ isDoubtful }) => isDoubtful) && html`Where targets agree with each other against it, marked <b class="doubt">?</b>, our reading is probably wrong; these codes come first.`}`,
    body: wideTable(
      'codes',
      html`<table class="list compared">
        <thead>
          <tr>
            <th scope="col">Code</th>
            <th scope="col">Evidence</th>
            ${reports.map(({ target }) => html`<th scope="col" class="number among">${target}</th>`)}
            <th scope="col" class="bar-cell">Alike</th>
            <th scope="col" class="number"><span class="unseen">Share alike</span></th>
          </tr>
        </thead>
        <tbody>
          ${sorted.map(codeRow)}
        </tbody>
      </table>`,
    ),
  });
}

type CodeRow = Comparison['codes'][number] & { readonly perTarget: readonly number[] };

function codeRow({ code: name, evidence, scores, agreement, perTarget }: CodeRow): Html {
  const share = shareOf(agreement);
  const isAlike = share === 1 || share === null;
  return html`<tr id="code:${name}">
    <th scope="row">
      ${isAlike ? code(name) : linkTo({ section: 'scenarios', filters: { code: name } }, code(name))}
    </th>
    <td>${evidenceMark(evidence)}</td>
    ${scores.map((score, position) => scoreCell(score, perTarget[position] ?? 0))}
    <td class="bar-cell">${bar(share)}</td>
    <td class="number">${share === null ? '–' : percent(share)}</td>
  </tr>`;
}

function scoreCell(score: number | null, doubts: number): Html {
  const tone = toneOfShare(score);
  const doubt = html`<b class="doubt" title="${doubts} answered like another target, against the contract"
    >?<span class="unseen"> in doubt</span></b
  > `;
  return html`<td class="number ${tone}">${doubts > 0 && doubt}${score === null ? '–' : percent(score)}</td>`;
}

function orderSection({ orders }: Comparison, isOpen: boolean): Html {
  return section({
    id: 'orders',
    title: 'Order of checks',
    isOpen,
    lead: 'Where two rules are broken at once, a target shows which it looks at first. The page states no order, so any is right.',
    body: html`<div class="orders">
      ${orders.map(
        ({ target, codes }) =>
          html`<div>
            <h3><span class="target">${target}</span></h3>
            ${
              codes.length === 0
                ? html`<p class="lead">It showed none.</p>`
                : html`<ol>
                    ${codes.map((each) => html`<li>${code(each)}</li>`)}
                  </ol>`
            }
          </div>`,
      )}
    </div>`,
  });
}
