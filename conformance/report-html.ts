/** The report as one page that needs nothing else: no server, no network, and no script to be read. */
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { Report } from './report.ts';
import { matrixSection } from './report-html-matrix.ts';
import { scenarioSection } from './report-html-scenarios.ts';
import { script } from './report-html-script.ts';
import { sentenceSection, type Sentence } from './report-html-sentences.ts';
import { rowStyle } from './report-html-style-rows.ts';
import { style } from './report-html-style.ts';
import { codeSection, familySection, hero, legend } from './report-html-tables.ts';
import { html, raw, type Html } from './report-html-template.ts';
import { summary } from './terminal.ts';

export interface HtmlOptions {
  /** What the documentation page promises; the section is left out where there is none. */
  readonly sentences?: readonly Sentence[];
}

export function toHtml(report: Report, { sentences = [] }: HtmlOptions = {}): string {
  const links = [
    ['codes', 'Codes'],
    ['answers', 'Answers'],
    ['families', 'Families'],
    ...(sentences.length === 0 ? [] : [['sentences', 'Sentences']]),
    ['scenarios', 'Scenarios'],
  ];
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${report.target} ${summary(report)}</title>
        <link rel="icon" href="${icon(report)}" />
        ${element('style', sheet)}
      </head>
      <body>
        <a class="skip" href="#scenarios">To the scenarios</a>
        <header class="top">
          <span class="brand">Understudy</span>
          <nav aria-label="Sections">${links.map(([id, name]) => html`<a href="#${id}">${name}</a>`)}</nav>
          <button type="button" class="live" data-theme-switch aria-pressed="false" hidden>Dark</button>
        </header>
        <main>
          ${hero(report)} ${codeSection(report)} ${matrixSection(report)} ${familySection(report)}
          ${sentences.length > 0 && sentenceSection(report, sentences)} ${scenarioSection(report)} ${legend()}
        </main>
        ${footer(report)} ${element('script', script)}
      </body>
    </html> `;
  return page.markup;
}

const sheet = style + rowStyle;

/** Our own style and script by their hashes, and nothing else: what a target answered can neither run nor call anybody. */
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${hashOf(sheet)}'`,
  `script-src 'sha256-${hashOf(script)}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** Written in one piece: a space more, and the hash would be another one. */
function element(name: 'style' | 'script', content: string): Html {
  return raw(`<${name}>${content}</${name}>`);
}

function hashOf(text: string): string {
  return btoa(String.fromCharCode(...sha256(utf8ToBytes(text))));
}

/** A dot that tells good from bad in a row of tabs; without it browsers ask the server for an icon. */
function icon({ codesMatched, codesDocumented }: Report): string {
  const color = codesMatched === codesDocumented ? '%230b6b5d' : '%23b1361c';
  return `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'><circle cx='4' cy='4' r='3' fill='${color}'/></svg>`;
}

function footer({ contract, seed }: Report): Html {
  return html`<footer>
    <p>
      ${contract.operation}, seed ${seed}. The same target, seed and version give the same report. The page
      states no order of checks, so a scenario that counts breaks one rule, once.
    </p>
  </footer>`;
}
