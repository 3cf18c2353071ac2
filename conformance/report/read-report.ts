/** Reports from files, which anybody may have written: what is read is whole, of the right types, and does not contradict itself. */
import { evidenceLevels } from '../../contract/evidence.ts';
import { isArray, isObject } from '../../contract/json.ts';
import { families } from '../../scenarios/scenario/scenario.ts';
import { conforms, verdicts } from '../run/judge/judge.ts';
import { deviationKinds } from '../diagnosis/model/deviation.ts';
import type { Diagnoses } from '../diagnosis/diagnosis.ts';
import { failOnLevels, outcomes } from './outcome.ts';
import type { Report } from './report.ts';

/** A value that is not a report. The message is the part after "Failed to read …:". */
export class ReportError extends Error {
  override readonly name = 'ReportError';
  readonly code = 'ERR_REPORT';
}

/** Read a report, or the list of them that a check of several operations writes. Members that no report has are left out. Throws ReportError. */
export function readReports(value: unknown): readonly Report[] {
  if (!isArray(value)) return [readReport(value, '')];
  if (value.length === 0) throw new ReportError('it is an empty list');
  return value.map((item, index) => readReport(item, `/${index}`));
}

function readReport(value: unknown, pointer: string): Report {
  if (!isObject(value) || !('scenarios' in value))
    throw new ReportError(`${pointer === '' ? 'it' : pointer} is not a report`);
  const report = reportForm(value, pointer) as Report; // every member was read by its form
  const contradiction = contradictionIn(report);
  if (contradiction !== undefined)
    throw new ReportError(`${pointer === '' ? 'it' : pointer} contradicts itself: ${contradiction}`);
  return report;
}

/** A copy of a value of the right form. Throws ReportError, with the place, for any other. */
type Form = (value: unknown, pointer: string) => unknown;

const text: Form = (value, pointer) => ofType('string', value, pointer);
const flag: Form = (value, pointer) => ofType('boolean', value, pointer);
const textOrNull: Form = (value, pointer) => (value === null ? null : text(value, pointer));
/** Whatever JSON holds. */
const json: Form = (value) => value;
const number: Form = (value, pointer) => ofType('number', value, pointer);

function ofType(type: 'string' | 'boolean' | 'number', value: unknown, pointer: string): unknown {
  if (typeof value === type) return value;
  throw new ReportError(`${pointer} should be a ${type}`);
}

const count: Form = (value, pointer) => {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new ReportError(`${pointer} should be a whole number`);
};

const share: Form = (value, pointer) => {
  if (value === null || (typeof value === 'number' && value >= 0 && value <= 1)) return value;
  throw new ReportError(`${pointer} should be a number from 0 to 1, or null`);
};

function oneOf(names: readonly string[]): Form {
  return (value, pointer) => {
    if (typeof value === 'string' && names.includes(value)) return value;
    throw new ReportError(`${pointer} should be one of ${names.join(', ')}`);
  };
}

function listOf(form: Form): Form {
  return (value, pointer) => {
    if (!isArray(value)) throw new ReportError(`${pointer} should be a list`);
    return value.map((item, index) => form(item, `${pointer}/${index}`));
  };
}

function mapOf(form: Form): Form {
  return (value, pointer) => {
    if (!isObject(value)) throw new ReportError(`${pointer} should be an object`);
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, form(member, `${pointer}/${name}`)]),
    );
  };
}

/** A member whose name ends with `?` may be missing. Members stay in the order in which they were written. */
function objectOf(members: Readonly<Record<string, Form>>): Form {
  const forms = new Map(Object.entries(members).map(([name, form]) => [name.replace('?', ''), form]));
  const required = Object.keys(members).filter((name) => !name.endsWith('?'));
  return (value, pointer) => {
    if (!isObject(value)) throw new ReportError(`${pointer} should be an object`);
    const missing = required.find((name) => !Object.hasOwn(value, name));
    if (missing !== undefined) throw new ReportError(`${pointer}/${missing} is missing`);
    return Object.fromEntries(
      Object.entries(value).flatMap(([name, member]) => {
        const form = forms.get(name);
        return form ? [[name, form(member, `${pointer}/${name}`)]] : [];
      }),
    );
  };
}

const evidence = oneOf(evidenceLevels);
const family = oneOf(families);
const verdictCounts: Form = (value, pointer) =>
  objectOf(Object.fromEntries(verdicts.map((verdict) => [`${verdict}?`, count])))(value, pointer);

const scenarioMembers: Readonly<Record<string, Form>> = {
  id: text,
  title: text,
  family,
  exercises: text,
  evidence,
  verdict: oneOf(verdicts),
};

const expectedForm = objectOf({ status: number, 'code?': text, 'message?': text });
const answeredForm = objectOf({ 'status?': number, 'code?': text, 'message?': text, 'reason?': text });

const failureForm = objectOf({
  ...scenarioMembers,
  outcome: oneOf(outcomes.filter((outcome) => outcome !== 'skipped' && outcome !== 'conforms')),
  expected: expectedForm,
  answered: answeredForm,
  'body?': text,
  'request?': objectOf({
    method: text,
    path: text,
    headers: mapOf(text),
    body: text,
    'tamper?': text,
  }),
  calls: count,
  'along?': count,
  'curl?': text,
  'before?': listOf(text),
  'signed?': oneOf(['v1', 'v3']),
  source: text,
  'rule?': text,
  pointer: text,
  replay: text,
  'known?': text,
});

const diagnosisForm = objectOf({
  sentence: text,
  kind: oneOf(deviationKinds),
  rule: textOrNull,
  parameter: textOrNull,
  evidence,
  source: text,
  explains: listOf(text),
  contradictedBy: listOf(text),
  representative: text,
  'alternatives?': listOf(text),
  'overlay?': listOf(objectOf({ target: text, 'update?': json, 'remove?': flag })),
});

const transcriptForm = objectOf({
  fixtures: mapOf(text),
  scenarios: listOf(
    objectOf({
      ...scenarioMembers,
      source: text,
      'rule?': text,
      act: text,
      steps: count,
      'check?': text,
      'admitted?': count,
      'reason?': text,
      calls: count,
      'answered?': text,
      'problem?': text,
    }),
  ),
  calls: listOf(
    objectOf({
      scenario: count,
      operation: text,
      'account?': text,
      at: number,
      method: text,
      via: oneOf(['form', 'query']),
      parameters: mapOf(text),
      seen: text,
    }),
  ),
});

const reportForm = objectOf({
  target: text,
  contract: objectOf({ operation: text, page: text, digest: text }),
  seed: count,
  options: objectOf({
    'runs?': count,
    'only?': listOf(text),
    'shard?': objectOf({ index: count, count }),
    'maxRequests?': count,
    'rate?': number,
    'fixtures?': mapOf(text),
    'accounts?': text,
    'auth?': text,
    'gateway?': flag,
    'strictRate?': flag,
    'overlays?': listOf(text),
  }),
  'startedAt?': text,
  durationMs: count,
  'cutOff?': objectOf({ reason: text }),
  failOn: oneOf(failOnLevels),
  maxSkipped: number,
  score: share,
  factors: objectOf({ codes: share, others: share }),
  codesProduced: count,
  codesDocumented: count,
  codesMatched: count,
  codes: listOf(
    objectOf({
      code: text,
      evidence,
      score: share,
      scenarios: count,
      unexpected: count,
      verdicts: verdictCounts,
    }),
  ),
  others: listOf(objectOf({ family, evidence, score: share, scenarios: count })),
  families: listOf(objectOf({ family, scenarios: count, verdicts: verdictCounts })),
  verdicts: objectOf(Object.fromEntries(verdicts.map((verdict) => [verdict, count]))),
  confusion: listOf(objectOf({ expected: text, answered: text, times: count, conforming: count })),
  scenarios: listOf(objectOf(scenarioMembers)),
  failures: listOf(failureForm),
  nearMisses: listOf(
    objectOf({ ...scenarioMembers, expected: expectedForm, answered: answeredForm, replay: text }),
  ),
  skipped: listOf(objectOf({ id: text, reason: text })),
  'knownFailures?': listOf(objectOf({ pattern: text, reason: text })),
  'staleKnownFailures?': listOf(objectOf({ pattern: text, problem: text, 'scenario?': text })),
  diagnoses: listOf(diagnosisForm),
  readings: listOf(diagnosisForm),
  unexplained: listOf(text),
  'probes?': listOf(objectOf({ curl: text, answered: text })),
  'transcript?': transcriptForm,
});

/** What a report says of a scenario in one place and denies in another. */
function contradictionIn({
  scenarios,
  failures,
  nearMisses,
  skipped,
  options,
  ...explained
}: Report): string | undefined {
  const verdictOf = new Map(scenarios.map(({ id, verdict }) => [id, verdict]));
  if (verdictOf.size < scenarios.length) return 'a scenario stands in it twice';
  const failed = new Map(failures.map((failure) => [failure.id, failure.verdict]));
  const wasSkipped = new Set(skipped.map(({ id }) => id));
  if (failed.size < failures.length || wasSkipped.size < skipped.length)
    return 'a scenario failed or was skipped twice';
  for (const [id, verdict] of verdictOf) {
    const isFailure = !conforms(verdict) && verdict !== 'skipped';
    if ((failed.get(id) ?? verdict) !== verdict || failed.has(id) !== isFailure)
      return `"${id}" is ${verdict}, and ${failed.has(id) ? 'is' : 'is not'} among the failures`;
    if (wasSkipped.has(id) !== (verdict === 'skipped'))
      return `"${id}" is ${verdict}, and ${wasSkipped.has(id) ? 'is' : 'is not'} among the skipped`;
  }
  const exact = nearMisses.find(({ verdict }) => verdict !== 'code' && verdict !== 'alternative');
  if (exact !== undefined)
    return `"${exact.id}" is ${exact.verdict}, and is among those that are nearly exact`;
  const stranger = [...failed.keys(), ...wasSkipped, ...nearMisses.map(({ id }) => id)].find(
    (id) => !verdictOf.has(id),
  );
  if (stranger !== undefined) return `"${stranger}" is not among the scenarios`;
  const unknown = explainedIn(explained).find((id) => !failed.has(id));
  if (unknown !== undefined) return `"${unknown}" is explained, and is not among the failures`;
  const { shard } = options;
  return shard && (shard.index < 1 || shard.index > shard.count)
    ? `it is shard ${shard.index} of ${shard.count}`
    : undefined;
}

/** Ids that only a failure can have. */
function explainedIn({ diagnoses, readings, unexplained }: Diagnoses): readonly string[] {
  const explained = [...diagnoses, ...readings].flatMap(({ explains, representative }) => [
    ...explains,
    representative,
  ]);
  return [...explained, ...unexplained];
}
