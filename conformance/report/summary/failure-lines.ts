/** A failure in lines of text, the same in the terminal, in Markdown and in JUnit. */
import type { Failure } from '../report.ts';

export interface FailureLine {
  readonly label: string;
  readonly text: string;
  /** Whether it is there to be run, and so must not be cut. */
  readonly isCommand?: boolean;
}

/** What was expected and what came, why it counts, and how to see it again; `command` is how the program is called. */
export function failureLines(failure: Failure, command = 'npx understudy'): readonly FailureLine[] {
  const { expected, answered, source, curl, calls, along, signed, before = [] } = failure;
  const isShort = before.length > 0 && before.length <= mostBefore && before.length === calls - 1;
  return [
    { label: 'expected', text: answerText(expected) },
    { label: 'answered', text: answerText(answered) },
    ...(answered.reason === undefined ? [] : [{ label: 'because', text: answered.reason }]),
    { label: 'source', text: source },
    ...(isShort ? before.map((text) => ({ label: 'first', text, isCommand: true })) : []),
    ...(curl === undefined ? [] : [{ label: 'send', text: curl, isCommand: true }]),
    ...(calls > 1 && !isShort ? [{ label: 'after', text: callsBefore(failure) }] : []),
    ...(along === undefined ? [] : [{ label: 'along', text: callsAlong(along) }]),
    ...(signed === undefined || curl === undefined ? [] : [{ label: 'sign', text: howToSign(signed) }]),
    { label: 'replay', text: replayLine(failure, command), isCommand: true },
  ];
}

/** The command that plays it again, as the program is called here. */
export function replayLine({ replay }: Pick<Failure, 'replay'>, command: string): string {
  return replay.replace(/^understudy(?= )/, command);
}

/** More calls than these are counted instead of listed. */
const mostBefore = 3;

/** A secret is in no report, and a signature is good once. */
function howToSign(scheme: string): string {
  return `with signature ${scheme.toUpperCase()} and the key in ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET; replay does so`;
}

/** A curl line alone does not show what came before it. */
function callsBefore({ calls }: Failure): string {
  return `${calls - 1} other ${calls === 2 ? 'call' : 'calls'}, which replay sends too`;
}

/** Nor does it show what was sent in the same moment. */
function callsAlong(along: number): string {
  return `with ${along} other ${along === 1 ? 'call' : 'calls'}, which replay sends too`;
}

export function writeLine({ label, text }: FailureLine): string {
  return `${label.padEnd(8)}  ${text}`;
}

/** Status, code and message in one line, `nothing` where no answer came. */
export function answerText(answer: Failure['answered']): string {
  const { message = '' } = answer;
  return message === '' ? brief(answer) : `${brief(answer)} "${message}"`;
}

/** Status and code. */
export function brief({ status, code }: Failure['answered']): string {
  if (status === undefined) return 'nothing';
  return [String(status), code ?? (status < 300 ? 'success' : '')].filter((part) => part !== '').join(' ');
}
