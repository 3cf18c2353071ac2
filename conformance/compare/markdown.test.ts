import { marked } from 'marked';
import { expect, test } from 'vitest';
import { toComparisonMarkdown } from './markdown.ts';
import { comparisonOf, documented, hostileComparison, mixedComparison } from '../fixtures/comparisons.ts';
import { attacks } from '../fixtures/hostile-report.ts';
import { textOf } from '../fixtures/text-of.ts';

const render = (markdown: string): string => marked.parse(markdown, { async: false, gfm: true });

test('begins with the agreement, and puts codes in doubt first', async () => {
  const html = render(toComparisonMarkdown(await mixedComparison()));
  expect(html).toMatch(/^<h2><code>one<\/code>, .*: 0 % of \d+ scenarios answered alike<\/h2>/);
  const rows = [...html.matchAll(/<tr>\n((?:<td.*\n)+)<\/tr>/g)].map(([, cells = '']) =>
    textOf(cells).split('\n'),
  );
  const [inDoubt] = rows.filter(([, evidence]) => evidence === 'stated' || evidence === 'implied');
  expect(inDoubt).toEqual([
    'InvalidDelayTime',
    'stated',
    '❓ 0 %',
    '❓ 0 %',
    '0 %',
    expect.stringMatching(/^9\d %$/),
    '0 %',
    '',
  ]);
  expect(rows.find(([name]) => name?.startsWith('delay-time/below-minimum and '))).toEqual([
    expect.any(String),
    'stated',
    'InvalidDelayTime',
    'OK',
    'OK',
    '400 Another',
    '✅',
    '',
  ]);
});

test('says nothing of differences where there are none', async () => {
  const right = ['right', documented] as const;
  const markdown = toComparisonMarkdown(await comparisonOf([right, right], ['delay-time/below-minimum']));
  expect(markdown).not.toContain('details');
  expect(markdown).not.toContain('❓');
});

test('lets no name and no answer become anything but text', async () => {
  const markdown = toComparisonMarkdown(await hostileComparison());
  const html = render(markdown);
  const tags = new Set(html.match(/<\/?[a-z]\w*/g));
  expect([...tags].map((tag) => tag.replace(/<\/?/, ''))).toEqual(
    expect.arrayContaining(['h2', 'table', 'details']),
  );
  const known = ['h2', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'code', 'details', 'summary'];
  expect([...tags].filter((tag) => !known.includes(tag.replace(/<\/?/, '')))).toEqual([]);
  expect(textOf(html)).toContain(attacks[0]);
  const outside = html.replaceAll(/<code>.*?<\/code>/gs, '');
  expect(textOf(outside)).not.toMatch(/@everyone|evil\.example/);
  expect(new TextEncoder().encode(markdown).length).toBeLessThan(1_048_576);
});
