/** What is wrong with the target, in words: the same in the terminal, in Markdown, in HTML, in JUnit and in SARIF. */
import type { Diagnosis } from '../../diagnosis/diagnosis.ts';
import { brief, failureLines, type FailureLine } from './failure-lines.ts';
import type { Failure, Report } from '../report.ts';

/** Such as `2 faults explain 75 of 81 failures, and 4 readings the rest`; undefined where nothing falls short that nobody knows of. */
export function explanation(report: Report): string | undefined {
  const { diagnoses, readings, unexplained } = report;
  const due = toExplain(report).length;
  if (due === 0) return undefined;
  const rest = countOf(readings);
  const [faults, choices] = [plural(diagnoses.length, 'fault'), plural(readings.length, 'reading')];
  const explain = (count: number): string => (count === 1 ? 'explains' : 'explain');
  const open =
    unexplained.length === 0
      ? ''
      : diagnoses.length + readings.length === 0
        ? ''
        : `; nothing explains ${unexplained.length}`;
  if (diagnoses.length === 0 && readings.length === 0)
    return due === 1 ? 'Nothing explains the 1 failure' : `Nothing explains the ${due} failures`;
  if (diagnoses.length === 0)
    return `${choices} ${explain(readings.length)} ${rest} of ${plural(due, 'failure')}${open}`;
  const first = `${faults} ${explain(diagnoses.length)} ${countOf(diagnoses)} of ${plural(due, 'failure')}`;
  const second =
    readings.length === 0 ? '' : `, and ${choices} ${unexplained.length === 0 ? 'the rest' : `${rest} more`}`;
  return `${first}${second}${open}`;
}

function toExplain({ failures }: Report): readonly Failure[] {
  return failures.filter(({ outcome }) => outcome !== 'known-failure');
}

/** Such as `5 calls more tell what else was open (--probe)`; undefined where none were sent. */
export function probesLine({ probes = [] }: Report): string | undefined {
  if (probes.length === 0) return undefined;
  return `${plural(probes.length, 'call')} more ${probes.length === 1 ? 'was' : 'were'} sent to tell explanations apart (--probe).`;
}

/** Failures that any of them explains. */
function countOf(diagnoses: readonly Diagnosis[]): number {
  return new Set(diagnoses.flatMap(({ explains }) => explains)).size;
}

/** Such as `explains 41, contradicted by 0`. */
export function reachOf({ explains, contradictedBy }: Diagnosis): string {
  return `explains ${explains.length}, contradicted by ${contradictedBy.length}`;
}

/** The failure that shows it best. */
export function representativeOf({ representative }: Diagnosis, { failures }: Report): Failure | undefined {
  return failures.find(({ id }) => id === representative);
}

const labels: Readonly<Record<string, string>> = {
  first: 'First send',
  send: 'Send',
  after: 'After',
  along: 'Along',
  sign: 'Sign',
  replay: 'Replay',
};

/** Where it is seen best, where the documentation says otherwise, and how to see it again. */
export function diagnosisLines(
  diagnosis: Diagnosis,
  report: Report,
  command?: string,
): readonly FailureLine[] {
  const failure = representativeOf(diagnosis, report);
  if (!failure) return [];
  const { id, title, expected, answered } = failure;
  const reason = answered.reason === undefined ? '' : ` (${answered.reason})`;
  return [
    ...(diagnosis.alternatives ?? []).map((text) => ({ label: 'Or', text })),
    {
      label: 'Seen best in',
      text: `${id}: ${title}. Expected ${brief(expected)}, answered ${brief(answered)}${reason}.`,
    },
    { label: 'The page', text: diagnosis.source },
    ...failureLines(failure, command).flatMap((line) => {
      const label = labels[line.label];
      return label === undefined ? [] : [{ ...line, label }];
    }),
  ];
}

export function writeDiagnosisLine({ label, text }: FailureLine): string {
  return `${label.padEnd(12)}  ${text}`;
}

/** Failures that nothing explains, and that somebody could judge. */
export function unexplainedIn({ failures, unexplained }: Report): readonly Failure[] {
  const open = new Set(unexplained);
  return failures.filter(({ id, outcome }) => open.has(id) && outcome !== 'unjudged');
}

function plural(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}
