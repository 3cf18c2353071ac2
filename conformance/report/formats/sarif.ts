/** The report as SARIF 2.1.0, which code hosts show beside the lines of the contract that a target falls short of. */
import { success } from '../../../scenarios/scenario/scenario.ts';
import type { Diagnosis } from '../../diagnosis/diagnosis.ts';
import { reachOf } from '../summary/diagnosis-lines.ts';
import { causesOf, type Cause } from '../summary/causes.ts';
import { printableJson, printableReport } from '../printable-report.ts';
import type { Failure, Report } from '../report.ts';
import { answerText } from '../summary/failure-lines.ts';
import { some } from './terminal.ts';

export interface SarifOptions {
  /** The contract's document, relative to the root of the repository. */
  readonly contractPath?: string;
  /** The line, from 1, of what a JSON pointer names in that document. */
  readonly lineOf?: (pointer: string) => number | undefined;
}

/** A rule for each code that is expected somewhere; a result for each diagnosis, and for each cause of what none explains. */
export function toSarif(raw: Report, options: SarifOptions = {}): string {
  const report = printableReport(raw);
  const ruleIds = [...new Set(report.failures.map(ruleIdOf))];
  const explained = new Set([...report.diagnoses, ...report.readings].flatMap(({ explains }) => explains));
  const uri = options.contractPath ?? `contract/openapi/${report.contract.operation}.yaml`;
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Understudy', rules: ruleIds.map((id) => ruleOf(id, report)) } },
        automationDetails: { id: `conformance/${report.contract.operation}/` },
        columnKind: 'utf16CodeUnits',
        results: [
          ...[...report.diagnoses, ...report.readings].flatMap((one) => diagnosed(one, report)),
          ...causesOf(report.failures.filter(({ id }) => !explained.has(id))),
        ].map((cause) => resultOf(cause, report, ruleIds, uri, options.lineOf)),
      },
    ],
  };
  return printableJson(log);
}

function ruleIdOf({ exercises }: Failure): string {
  return exercises;
}

function ruleOf(id: string, { failures, contract }: Report): object {
  const page = contract.page === '' ? '' : ` of ${contract.page}`;
  const message = failures.find(({ expected }) => expected.code === id)?.expected.message;
  const text =
    id === success
      ? `Accepts what the page of ${contract.operation}${page} allows.`
      : `Answers ${id} where the page of ${contract.operation}${page} documents it.`;
  return {
    id,
    shortDescription: { text },
    fullDescription: { text: message === undefined ? text : `${text} Its message: ${message}` },
    defaultConfiguration: { level: 'error' },
  };
}

interface ExplainedCause extends Cause {
  readonly diagnosis?: Diagnosis;
}

/** Shown by the failure that shows it best. */
function diagnosed(diagnosis: Diagnosis, { failures }: Report): readonly ExplainedCause[] {
  const { kind, rule, parameter, explains } = diagnosis;
  const representative = failures.find(({ id }) => id === diagnosis.representative);
  if (!representative) return [];
  const key = JSON.stringify(['diagnosis', kind, rule, parameter]);
  const similar = failures.filter((failure) => failure !== representative && explains.includes(failure.id));
  return [{ key, fingerprint: key, representative, similar, diagnosis }];
}

/** Names of scenarios that a message holds; the properties have them all. */
const mostNames = 10;

function resultOf(
  { fingerprint, representative, similar, diagnosis }: ExplainedCause,
  { target }: Report,
  ruleIds: readonly string[],
  uri: string,
  lineOf: SarifOptions['lineOf'],
): object {
  const { id, title, verdict, evidence, expected, answered, source, pointer, replay } = representative;
  const others = similar.map((failure) => failure.id);
  const reason = answered.reason === undefined ? '' : ` (${answered.reason})`;
  // Code hosts refuse a result without a line.
  const startLine = lineOf?.(pointer) ?? 1;
  return {
    ruleId: ruleIdOf(representative),
    ruleIndex: ruleIds.indexOf(ruleIdOf(representative)),
    ...severityOf(representative),
    message: {
      text: [
        ...(diagnosis ? [`${diagnosis.sentence} (${reachOf(diagnosis)})`] : []),
        `${title}: expected ${answerText(expected)}; ${target} answered ${answerText(answered)}${reason}.`,
        `Source: ${source}.`,
        `See it again: ${replay}`,
        ...(others.length === 0 ? [] : [`Alike: ${some(others, mostNames)}.`]),
      ]
        .map(plain)
        .join('\n'),
    },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uri.split('/').map(encodeURIComponent).join('/') },
          region: { startLine },
        },
        logicalLocations: [{ fullyQualifiedName: pointer, kind: 'member' }],
      },
    ],
    occurrenceCount: 1 + others.length,
    partialFingerprints: { 'cause/v1': fingerprint },
    properties: {
      scenario: id,
      alike: others,
      verdict,
      evidence,
      ...(diagnosis && { diagnosis: diagnosis.kind }),
    },
  };
}

/** SARIF's kind and level: `fail` for failures, with level `note` where they do not count; `open` for scenarios without a verdict. */
function severityOf(failure: Failure): object {
  switch (failure.outcome) {
    case 'failed':
      return { kind: 'fail', level: 'error' };
    case 'unjudged':
      return { kind: 'open', level: 'none' };
    case 'known-failure': {
      const suppression = { kind: 'external', status: 'accepted', justification: failure.known ?? '' };
      return { kind: 'fail', level: 'error', suppressions: [suppression] };
    }
    default:
      return { kind: 'fail', level: 'note' };
  }
}

/** In a message's text, `[a](b)` is a link and `{0}` a placeholder; what a target answered must be neither. */
function plain(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\\[\]]/g, String.raw`\$&`)
    .replaceAll(/[{}]/g, '$&$&');
}
