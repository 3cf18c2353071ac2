/** The frame of every page of ours: it needs nothing else, neither a server nor the network, and lets nothing in. */
import { readFileSync } from 'node:fs';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { html, raw, type Fill, type Html } from './template.ts';

export interface Page {
  readonly title: string;
  /** Told by the icon, in a row of tabs. */
  readonly tone: 'good' | 'bad';
  /** Ids of sections with their names; the first is the one that most readers come for. */
  readonly links: readonly (readonly [string, Fill])[];
  readonly main: Fill;
  readonly footer: Fill;
}

export function toPage({ title, tone, links, main, footer }: Page): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        <link rel="icon" href="${icon(tone)}" />
        ${element('style', sheet)}
      </head>
      <body>
        <header class="top">
          <span class="brand">Understudy</span>
          <nav aria-label="Sections">${links.map(([id, name]) => html`<a href="#${id}">${name}</a> `)}</nav>
          <button type="button" class="live" data-theme-switch aria-pressed="false" hidden>Dark</button>
        </header>
        <main>${main}</main>
        <footer>${footer}</footer>
        ${element('script', script)}
      </body>
    </html> `;
  return page.markup;
}

const sheet = ['style.css', 'tables.css', 'rows.css', 'compare.css', 'media.css'].map(read).join('');
const script = read('script.js');

/** A file beside this one, which the page takes into itself. */
function read(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}

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
function icon(tone: Page['tone']): string {
  const color = tone === 'good' ? '%230b6b5d' : '%23b1361c';
  return `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'><circle cx='4' cy='4' r='3' fill='${color}'/></svg>`;
}
