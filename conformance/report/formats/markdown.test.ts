/** Markdown: a summary that a code host renders, and no answer can leave its cell. */
import { marked } from 'marked';
import { expect, test } from 'vitest';
import { attacks, hostileReport } from '../../fixtures/hostile-report.ts';
import { similarReport } from '../../fixtures/long-reports.ts';
import { goodReport, mixedReport } from '../../fixtures/reports.ts';
import { textOf } from '../../fixtures/text-of.ts';
import { toMarkdown } from './markdown.ts';

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

test('leads with what is wrong, then what nothing explains, then readings', () => {
  const text = textOf(render(toMarkdown(mixedReport)));
  const places = [
    '1 fault explains 2 of 5 failures, and 1 reading 1 more; nothing explains 2',
    'Your server takes a Size up to 11; the limit is 10. explains 2, contradicted by 0 (stated)',
    'Seen best in  size/above-maximum: Size one above',
    '1 that nothing explains',
    'Readings, where nothing settles which is right',
    'Documented code',
    '3 scenarios fall short',
  ].map((part) => text.indexOf(part));
  expect(places.every((place) => place > 0)).toBe(true);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

test('folds each failure, with the way to see it again', () => {
  const markdown = toMarkdown(mixedReport);
  expect(markdown).toContain('### 3 scenarios fall short, for 3 causes');
  expect(markdown).toContain('### 1 stayed unjudged');
  expect(markdown).toContain('<details><summary>1 known to fail</summary>');
  expect(textOf(render(markdown))).toContain(
    'replay    npx understudy replay size/above-maximum http://127.0.0.1:4999',
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

test('lists a cause once, with the names of what is alike', () => {
  const text = textOf(render(toMarkdown(similarReport)));
  expect(text).toContain('7 scenarios fall short, for 3 causes');
  expect(text).toContain('size/above-maximum/short accepted, stated and 4 more alike');
  expect(text).toContain('alike     size/above-maximum, size/above-maximum/in-full, ');
  expect(text.match(/^answered /gm)).toHaveLength(4);
});

test('puts what was skipped for one reason in one row', () => {
  const skipped = ['a', 'b', 'c'].map((id) => ({ id, reason: 'nobody knows' }));
  expect(textOf(toMarkdown({ ...mixedReport, skipped }))).toContain('| a, b, c | nobody knows |');
});

test('leaves long lists to another report', () => {
  const [first] = hostileReport.failures;
  const failures = Array.from({ length: 60 }, (_, rule) => ({
    ...first,
    rule: `rule-${rule}`,
  }));
  const scenarios = failures.map((failure, index) => ({ ...failure, id: `many/${index}` }));
  const markdown = toMarkdown({ ...mixedReport, scenarios, failures: scenarios } as typeof mixedReport);
  expect(markdown).toContain('### 60 scenarios fall short, for 60 causes');
  expect(markdown).toContain('… and 10 more; the JSON and the HTML report have them all.');
});

test('stays below what a job summary may hold, whatever comes', () => {
  const flood = '<'.repeat(10_000);
  const [first] = hostileReport.failures;
  const failures = Array.from({ length: 400 }, (_, index) => ({
    ...first,
    id: `many/${index}`,
    rule: `rule-${index}`,
    verdict: index < 200 ? 'accepted' : 'unjudged',
    answered: { status: 400, code: flood, message: flood, reason: flood },
    curl: flood,
    replay: flood,
  }));
  const skipped = failures.map(({ id }) => ({ id, reason: `${id} ${flood}` }));
  const report = { ...hostileReport, scenarios: failures, failures, skipped } as typeof hostileReport;
  const markdown = toMarkdown(report);
  expect(new TextEncoder().encode(markdown).length).toBeLessThan(1_048_576);
  expect(markdown).toMatch(/<\/details>\n\n… the rest is in the HTML report\.\n$/);
});

/** Names of tags and their attributes, in order. */
function tagsOf(html: string): readonly string[] {
  return (html.match(/<[^>]*>/g) ?? []).filter((tag) => !/^<\/?code>$/.test(tag));
}
