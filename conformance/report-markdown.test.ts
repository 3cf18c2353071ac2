/** Markdown: a summary that a code host renders, and no answer can leave its cell. */
import { marked } from 'marked';
import { expect, test } from 'vitest';
import { attacks, goodReport, hostileReport, mixedReport } from './fixtures/reports.ts';
import { toMarkdown } from './report-markdown.ts';

const render = (markdown: string): string => marked.parse(markdown, { async: false, gfm: true });

test('begins with the sentence', () => {
  expect(toMarkdown(goodReport)).toMatch(
    /^## <code>http&#58;\/\/127.0.0.1&#58;4999<\/code> matches 3 of 3 documented codes of the page of 2025-07-24\n/,
  );
});

test('lists the documented codes', () => {
  const html = render(toMarkdown(mixedReport));
  expect(html).toContain('<td align="center">❌</td>\n<td align="left"><code>Size.Invalid</code></td>');
  expect(html).toContain('<td align="right">50 %</td>');
  expect(html).toContain('<td align="left">code 1, accepted 1</td>');
});

test('folds each failure, with the way to see it again', () => {
  const markdown = toMarkdown(mixedReport);
  expect(markdown).toContain('### 3 scenarios fall short');
  expect(markdown).toContain('### 1 stayed unjudged');
  expect(markdown).toContain('<details><summary>1 known to fail</summary>');
  expect(textOf(render(markdown))).toContain(
    'replay    npm run understudy -- replay size/above-maximum http://127.0.0.1:4999',
  );
});

test('says nothing of failures where there are none', () => {
  expect(toMarkdown(goodReport)).not.toContain('details');
});

test('lets no answer become a tag, a link, an image, a heading, a table or a mention', () => {
  const harmless = render(toMarkdown(mixedReport));
  const hostile = render(toMarkdown(hostileReport));
  expect(tagsOf(hostile)).toEqual(tagsOf(harmless));
  for (const attack of attacks.slice(0, 6)) expect(textOf(hostile)).toContain(attack);
  // Nobody is notified by, and nothing is linked from, what stands in code.
  const outside = hostile.replaceAll(/<(code|pre)>.*?<\/\1>/gs, '');
  expect(textOf(outside)).not.toMatch(/@everyone|evil\.example/);
  expect(hostile).not.toContain('<a ');
});

test('stays below what a job summary may hold', () => {
  const [first] = hostileReport.failures;
  const failures = Array.from({ length: 5000 }, () => ({ ...first, scored: true }));
  const scenarios = failures.map((failure, index) => ({ ...failure, id: `many/${index}` }));
  const markdown = toMarkdown({ ...hostileReport, scenarios, failures: scenarios } as typeof hostileReport);
  expect(new TextEncoder().encode(markdown).length).toBeLessThan(1_048_576);
  expect(markdown).toContain('… and 4950 more');
});

/** Names of tags and their attributes, in order. */
function tagsOf(html: string): readonly string[] {
  return (html.match(/<[^>]*>/g) ?? []).filter((tag) => !/^<\/?code>$/.test(tag));
}

function textOf(html: string): string {
  return html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&#(\d+);/g, (_, number: string) => String.fromCodePoint(Number(number)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}
