/** The report as JUnit XML, which CI systems list as tests: a suite for each family, a case for each scenario. */
import type { Diagnosis } from '../../diagnosis/diagnosis.ts';
import { explanation, reachOf } from '../summary/diagnosis-lines.ts';
import { printableReport } from '../printable-report.ts';
import type { Failure, Report } from '../report.ts';
import { whyNotScored } from '../outcome.ts';
import { scenarioOutcomes, type ScenarioOutcome } from '../scenario-outcomes.ts';
import { failureLines, answerText, writeLine } from '../summary/failure-lines.ts';
import { settings, summary } from '../summary/headline.ts';

export interface JunitOptions {
  /** How long each scenario took, in milliseconds, by its id as it stands in the report. */
  readonly times?: ReadonlyMap<string, number>;
}

/**
 * What counts against the target is a failure and what stayed unjudged is an error. A known failure, and a difference that
 * nothing settles, are listed as skipped, so that they turn nothing red, with what differs as the message. A known
 * failure that is stale is a failure of its own.
 */
export function toJunit(raw: Report, { times = new Map() }: JunitOptions = {}): string {
  const report = printableReport(raw);
  const { durationMs, target, contract } = report;
  const outcomes = scenarioOutcomes(report);
  const first = outcomes.find(({ outcome }) => outcome === 'failed');
  const leadOf = (each: ScenarioOutcome): readonly string[] => [
    ...(each === first ? leading(report) : []),
    ...[...report.diagnoses, ...report.readings]
      .filter(({ explains }) => explains.includes(each.scenario.id))
      .map(({ sentence }) => `because   ${sentence}`),
  ];
  const cases = [
    ...outcomes.map((each) => caseOf(each, report, leadOf(each), times.get(each.scenario.id))),
    ...staleCases(report),
  ];
  const names = [...report.families.map(({ family }) => family as string), staleSuite];
  const suites = names.flatMap((family) => {
    const members = cases.filter((each) => each.family === family);
    if (members.length === 0) return [];
    const xml = members.map((each) => each.xml).join('\n');
    return [element('testsuite', { name: family, ...tally(members) }, `\n${xml}\n`)];
  });
  const { tests, failures, errors } = tally(cases);
  const name = `${contract.operation} of ${target}, ${settings(report)}: ${summary(report)}`;
  const time = (durationMs / 1000).toFixed(3);
  const whole = element('testsuites', { name, tests, failures, errors, time }, `\n${suites.join('\n')}\n`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${whole}\n`;
}

interface TestCase {
  readonly family: string;
  readonly kind: 'passed' | 'failure' | 'error' | 'skipped';
  readonly xml: string;
}

function caseOf(
  { scenario, outcome, failure, reason }: ScenarioOutcome,
  { contract, failOn }: Report,
  lead: readonly string[],
  durationMs: number | undefined,
): TestCase {
  const { id, family, verdict } = scenario;
  const make = (kind: TestCase['kind'], content = ''): TestCase => ({
    family,
    kind,
    xml: element(
      'testcase',
      {
        name: id,
        classname: `${contract.operation}.${family}`,
        ...(durationMs === undefined ? {} : { time: (durationMs / 1000).toFixed(3) }),
      },
      content,
    ),
  });
  if (outcome === 'conforms') return make('passed');
  if (!failure) return make('skipped', element('skipped', { message: reason }));
  const difference = `expected ${answerText(failure.expected)}; answered ${answerText(failure.answered)}`;
  switch (outcome) {
    case 'failed':
      return make('failure', result('failure', verdict, difference, failure, lead));
    case 'unjudged':
      return make(
        'error',
        result('error', verdict, `unjudged: ${failure.answered.reason ?? 'no answer'}`, failure, lead),
      );
    case 'known-failure':
      return make('skipped', element('skipped', { message: `known failure, ${reason}: ${difference}` }));
    default: {
      const message = `does not count, since ${whyNotScored(failOn)}: ${difference}`;
      return make('skipped', element('skipped', { message }));
    }
  }
}

const staleSuite = 'known-failures';

function staleCases({ staleKnownFailures = [], contract }: Report): readonly TestCase[] {
  return staleKnownFailures.map(({ pattern, problem }) => ({
    family: staleSuite,
    kind: 'failure',
    xml: element(
      'testcase',
      { name: pattern, classname: `${contract.operation}.${staleSuite}` },
      element('failure', { type: 'stale', message: problem }),
    ),
  }));
}

/** What is wrong with the target, before the first failure: who opens one opens that. */
function leading(report: Report): readonly string[] {
  const headline = explanation(report);
  if (headline === undefined) return [];
  const listed = (all: readonly Diagnosis[]): readonly string[] =>
    all.map((one, index) => `${String(index + 1).padStart(2)}  ${one.sentence} (${reachOf(one)})`);
  const { diagnoses, readings } = report;
  return [
    `${headline}:`,
    ...listed(diagnoses),
    ...(readings.length === 0
      ? []
      : ['Readings, where nothing settles which is right:', ...listed(readings)]),
    '',
  ];
}

function result(
  name: string,
  type: string,
  message: string,
  failure: Failure,
  lead: readonly string[],
): string {
  return element(name, { type, message }, textOf([...lead, details(failure)].join('\n')));
}

function details(failure: Failure): string {
  const { title, body } = failure;
  return [
    title,
    ...failureLines(failure).map(writeLine),
    ...(body === undefined ? [] : [`body      ${body}`]),
  ].join('\n');
}

function tally(
  cases: readonly TestCase[],
): Readonly<Record<'tests' | 'failures' | 'errors' | 'skipped', number>> {
  const count = (kind: TestCase['kind']): number => cases.filter((each) => each.kind === kind).length;
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
