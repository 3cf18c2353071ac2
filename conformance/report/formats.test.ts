/** Every format, drawn from a real run against a target that answers with attacks. */
import { beforeAll, expect, test } from 'vitest';
import { inProcess } from '../fixtures/in-process.ts';
import { attacks } from '../fixtures/hostile-report.ts';
import { createReport } from './create/create-report.ts';
import type { Report } from './report.ts';
import { isReportFormat, reportFormats, type ReportFormat } from './formats.ts';
import { printOverview, printReport } from './formats/terminal.ts';
import { run } from '../run/run.ts';
import { contract, operation, scenarios } from '../../scenarios/fixtures/own-scenarios.ts';

const formats = Object.keys(reportFormats) as readonly ReportFormat[]; // the table lists no others

let report: Report;
beforeAll(async () => {
  let calls = 0;
  const fetch = (): Promise<Response> => {
    calls += 1;
    const attack = attacks[calls % attacks.length] ?? '';
    const body = { Code: attack, Message: attack, RequestId: attack, HostId: attack };
    const text = calls % 3 === 0 ? attack : JSON.stringify(body);
    return Promise.resolve(new Response(text, { status: calls % 5 === 0 ? 200 : 400 }));
  };
  const target = inProcess(fetch, { name: 'module:hostile.ts' });
  const some = scenarios.filter((_, index) => index % 2 === 0);
  report = createReport(await run({ contract, operation, target, seed: 1, scenarios: some }));
});

test('the target was hostile', () => {
  expect(report.failures.length).toBeGreaterThan(300);
  expect(report.failures.some(({ body }) => body?.includes('<script>'))).toBe(true);
});

test.for(formats)('%s draws it, the same each time, and no attack stands in it as it came', (format) => {
  const drawn = reportFormats[format](report);
  expect(reportFormats[format](report)).toBe(drawn);
  // In JSON nothing is markup; whoever embeds it has to escape it.
  if (format === 'json' || format === 'sarif') expect(() => JSON.parse(drawn) as unknown).not.toThrow();
  else for (const attack of attacks.slice(0, 6)) expect(drawn).not.toContain(attack);
});

test('knows its formats by name', () => {
  expect(formats).toEqual(['json', 'junit', 'html', 'markdown', 'sarif', 'badge']);
  expect(isReportFormat('html')).toBe(true);
  expect(isReportFormat('toString')).toBe(false);
});

test.for(formats)('%s holds nothing that a terminal or a CI system would obey', (format) => {
  // A style of our own may begin a line with ::before, and a script of our own have tabs.
  const drawn = reportFormats[format](report).replaceAll(/<(style|script)>.*?<\/\1>/gs, '');
  expect(drawn).not.toMatch(/[^\n\P{Cc}]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|^\s*::|##\w*\[/mu);
});

test('the text holds nothing that a terminal or a CI system would obey', () => {
  const forged = '\n::error title=Forged::a line of its own\n##[error]a\u009B2J\u001B[31mred';
  const hostile: Report = {
    ...report,
    target: forged,
    skipped: [{ id: forged, reason: forged }],
    staleKnownFailures: [{ pattern: forged, problem: forged }],
    failures: report.failures.map((failure) => ({ ...failure, id: forged, answered: { code: forged } })),
  };
  for (const text of [printReport(report), printReport(hostile), printOverview([hostile])])
    expect(text).not.toMatch(/[^\n\P{Cc}]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|^\s*::|##\w*\[/mu);
});

test('the JSON is the report itself', () => {
  expect(JSON.parse(reportFormats.json(report))).toEqual(report);
});
