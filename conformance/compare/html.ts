/** The comparison as one page that needs nothing else, in the look of the report's page and under the same policy. */
import { alikeDifferences, type Comparison } from './compare.ts';
import type { Agreement } from './agreement.ts';
import { differenceSection } from './html-differences.ts';
import { shareOf } from './terminal.ts';
import { percent } from '../report/summary/headline.ts';
import { toPage } from '../report/html/page.ts';
import { bar, evidenceMark, factList, legend } from '../report/html/tables.ts';
import { printableReport } from '../report/printable-report.ts';
import { html, type Html } from '../report/html/template.ts';

export function toComparisonHtml(raw: Comparison): string {
  const comparison = printableReport(raw);
  const { reports, agreement, orders, doubtful } = comparison;
  const [first] = reports;
  const hasOrders = orders.some(({ codes }) => codes.length > 0);
  return toPage({
    title: `${reports.map(({ target }) => target).join(', ')}: ${percent(shareOf(agreement))} alike`,
    tone: doubtful.length === 0 ? 'good' : 'bad',
    links: [
      ['targets', 'Targets'],
      ['codes', 'Codes'],
      ['scenarios', 'Differences'],
      ...(hasOrders ? [['orders', 'Order of checks'] as const] : []),
    ],
    main: [
      hero(comparison),
      targetSection(comparison),
      codeSection(comparison),
      differenceSection(comparison),
      hasOrders && orderSection(comparison),
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
  return html`<header class="hero">
    <p class="eyebrow">Comparison on ${reports[0]?.contract.operation}</p>
    <h1>
      ${targetNames(comparison)} answer
      <strong class="${agreement.same === agreement.of ? 'good' : 'bad'}"
        >${percent(shareOf(agreement))}</strong
      >
      of ${agreement.of} scenarios alike
    </h1>
    <ol class="strip" aria-label="Agreement on each documented code">
      ${codes.map(({ code, agreement: ofCode }) => stripCell(code, ofCode))}
    </ol>
    ${facts(comparison)}
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

/** One small column for each documented code, filled as far as the targets agree on it. */
function stripCell(code: string, agreement: Agreement): Html {
  const share = shareOf(agreement);
  const height = Math.round((share ?? 0) * 100);
  const says = share === null ? 'not compared' : `${percent(share)} alike`;
  const tone = share === null ? 'open' : share === 1 ? 'good' : 'bad';
  return html`<li>
    <a href="#code:${code}" class="${tone}" title="${code}: ${says}"
      ><svg viewBox="0 0 10 100" preserveAspectRatio="none" aria-hidden="true">
        <rect y="${100 - height}" width="10" height="${height}" /></svg
      ><span class="unseen">${code}: ${says}</span></a
    >
  </li>`;
}

function facts({ reports, codes, doubtful, differences }: Comparison): Html {
  const agreed = codes.filter(({ agreement }) => shareOf(agreement) === 1).length;
  const inDoubt = alikeDifferences(doubtful).length;
  const different = alikeDifferences(differences).length;
  return factList([
    ['Codes alike', `${agreed} of ${codes.length}`, 'in every scenario'],
    ['In doubt', String(inDoubt), `of our readings, in ${doubtful.length} scenarios`],
    ['Differ', String(different), `in ${differences.length} scenarios`],
    [
      'Took',
      `${(reports.reduce((sum, { durationMs }) => sum + durationMs, 0) / 1000).toFixed(1)} s`,
      `seed ${reports[0]?.seed}`,
    ],
  ]);
}

function targetSection(comparison: Comparison): Html {
  const { reports } = comparison;
  return html`<section id="targets" aria-labelledby="targets-title">
    <h2 id="targets-title">Targets</h2>
    <div class="scroll" role="group" aria-labelledby="targets-title" tabindex="0">
      <table class="list">
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
      </table>
    </div>
  </section>`;
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
    <td class="bar-cell">${bar(score ?? 0, score === null ? 'open' : score === 1 ? 'good' : 'bad')}</td>
    <td class="number">${score === null ? '–' : score.toFixed(3)}</td>
    <td class="number">${codesMatched} of ${codesDocumented}</td>
    <td class="number">${codesProduced} of ${codesDocumented}</td>
    ${reports.length > 2 && reports.map((_, other) => html`<td class="number">${likeOther(other)}</td>`)}
  </tr>`;
}

function codeSection({ reports, codes, doubtful }: Comparison): Html {
  const rows = codes.map((code) => {
    const doubts = doubtful.filter(({ expected }) => expected === code.code);
    const perTarget = reports.map(
      (_, position) => doubts.filter(({ agreeing }) => agreeing.includes(position)).length,
    );
    return { ...code, perTarget, isDoubtful: doubts.length > 0 };
  });
  const sorted = rows.toSorted((a, b) => Number(b.isDoubtful) - Number(a.isDoubtful));
  return html`<section id="codes" aria-labelledby="codes-title">
    <h2 id="codes-title">Documented codes</h2>
    <p class="lead">
      The share of scenarios in which each target answers as the contract says.
      ${rows.some(({ isDoubtful }) => isDoubtful) && html`Where targets agree with each other against it, marked <b class="doubt">?</b>, our reading is probably wrong; these codes come first.`}
    </p>
    <div class="scroll" role="group" aria-labelledby="codes-title" tabindex="0">
      <table class="list compared">
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
      </table>
    </div>
  </section>`;
}

type CodeRow = Comparison['codes'][number] & { readonly perTarget: readonly number[] };

function codeRow({ code, evidence, scores, agreement, perTarget }: CodeRow): Html {
  const share = shareOf(agreement);
  return html`<tr id="code:${code}">
    <th scope="row">
      <a href="#scenarios" data-find="${code}"><code>${code}</code></a>
    </th>
    <td>${evidenceMark(evidence)}</td>
    ${scores.map((score, position) => scoreCell(score, perTarget[position] ?? 0))}
    <td class="bar-cell">${bar(share ?? 0, share === null ? 'open' : share === 1 ? 'good' : 'bad')}</td>
    <td class="number">${share === null ? '–' : percent(share)}</td>
  </tr>`;
}

function scoreCell(score: number | null, doubts: number): Html {
  const tone = score === null ? 'open' : score === 1 ? 'good' : 'bad';
  const doubt = html`<b class="doubt" title="${doubts} answered like another target, against the contract"
    >?<span class="unseen"> in doubt</span></b
  > `;
  return html`<td class="number ${tone}">${doubts > 0 && doubt}${score === null ? '–' : percent(score)}</td>`;
}

function orderSection({ orders }: Comparison): Html {
  return html`<section id="orders" aria-labelledby="orders-title">
    <h2 id="orders-title">Order of checks</h2>
    <p class="lead">
      Where two rules are broken at once, a target shows which it looks at first. The page states no order, so
      any is right.
    </p>
    <div class="orders">
      ${orders.map(
        ({ target, codes }) =>
          html`<div>
            <h3><span class="target">${target}</span></h3>
            ${
              codes.length === 0
                ? html`<p class="lead">It showed none.</p>`
                : html`<ol>
                    ${codes.map((code) => html`<li><code>${code}</code></li>`)}
                  </ol>`
            }
          </div>`,
      )}
    </div>
  </section>`;
}
