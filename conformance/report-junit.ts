/** The report as JUnit XML, which CI systems list as tests: a suite for each family, a case for each scenario. */
import { conforms } from './judge.ts';
import type { Failure, Report, ScenarioReport } from './report.ts';
import { outcome, summary } from './terminal.ts';

/**
 * What counts against the target is a failure and what stayed unjudged is an error. A difference that the page does not
 * settle is listed as skipped, so that it turns nothing red, with what differs as its message.
 */
export function toJunit(report: Report): string {
  const { durationMs, target, contract } = report;
  const cases = report.scenarios.map((scenario) => caseOf(scenario, report));
  const suites = report.families.map(({ family }) => {
    const members = cases.filter((each) => each.family === family);
    const xml = members.map((each) => each.xml).join('\n');
    return element('testsuite', { name: family, ...tally(members) }, `\n${xml}\n`);
  });
  const { tests, failures, errors } = tally(cases);
  const name = `${contract.operation} of ${target}: ${summary(report)}`;
  const time = (durationMs / 1000).toFixed(3);
  const whole = element('testsuites', { name, tests, failures, errors, time }, `\n${suites.join('\n')}\n`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${whole}\n`;
}

interface Case {
  readonly family: string;
  readonly kind: 'passed' | 'failure' | 'error' | 'skipped';
  readonly xml: string;
}

function caseOf({ id, family, verdict }: ScenarioReport, report: Report): Case {
  const make = (kind: Case['kind'], content = ''): Case => ({
    family,
    kind,
    xml: element('testcase', { name: id, classname: `${report.contract.operation}.${family}` }, content),
  });
  if (conforms(verdict)) return make('passed');
  const failure = report.failures.find((each) => each.id === id);
  if (!failure) {
    const reason = report.skipped.find((each) => each.id === id)?.reason ?? 'it could not be arranged';
    return make('skipped', element('skipped', { message: reason }));
  }
  const difference = `expected ${outcome(failure.expected)}; answered ${outcome(failure.answered)}`;
  if (verdict === 'unjudged') {
    const message = `unjudged: ${failure.answered.reason ?? 'no answer'}`;
    return make('error', element('error', { type: verdict, message }, textOf(details(failure))));
  }
  if (failure.scored)
    return make(
      'failure',
      element('failure', { type: verdict, message: difference }, textOf(details(failure))),
    );
  const message = `does not count, since the page does not settle it: ${difference}`;
  return make('skipped', element('skipped', { message }));
}

function details({ title, expected, answered, source, body, curl, replay }: Failure): string {
  return [
    title,
    `expected  ${outcome(expected)}`,
    `answered  ${outcome(answered)}`,
    ...(answered.reason === undefined ? [] : [`because   ${answered.reason}`]),
    ...(body === undefined ? [] : [`body      ${body}`]),
    `source    ${source}`,
    ...(curl === undefined ? [] : [`send      ${curl}`]),
    `replay    ${replay}`,
  ].join('\n');
}

function tally(
  cases: readonly Case[],
): Readonly<Record<'tests' | 'failures' | 'errors' | 'skipped', number>> {
  const count = (kind: Case['kind']): number => cases.filter((each) => each.kind === kind).length;
  return {
    tests: cases.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
  };
}

function element(name: string, attributes: Readonly<Record<string, string | number>>, content = ''): string {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${textOf(String(value)).replaceAll(/[\t\n]/g, reference)}"`,
  );
  const start = `<${name}${written.join('')}`;
  return content === '' ? `${start}/>` : `${start}>${content}</${name}>`;
}

/**
 * Text for an element. What XML 1.0 forbids even as a reference (control characters, halves of surrogate pairs, U+FFFE
 * and U+FFFF) becomes U+FFFD. A carriage return is written as a reference, since a parser would drop it.
 */
function textOf(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll(/[<>&"'\r]/g, reference);
}

function reference(character: string): string {
  return `&#${character.charCodeAt(0)};`;
}
