/** The log of a server: a line or a JSON object for each request, without control characters for the terminal. */
import { printable } from '../../../contract/text/printable.ts';
import type { RefusedSignature } from '../../../mocks/auth/signature/explain.ts';
import type { Exchange } from '../../../mocks/engine/engine.ts';

/** Longest text from a request in a line, and longest JSON object with the whole request. */
const longestText = 200;
const longestJson = 64 * 1024;

/** Greatest rate of explanations of wrong signatures: each costs as much as a thousand answers. */
const explainEveryMs = 1000;

export interface ServeLog {
  exchange(exchange: Exchange): void;
  note(text: string): void;
}

/** `write` takes whole lines. */
export function createServeLog(
  write: (line: string) => void,
  isJson: boolean,
  now: () => number = () => performance.now(),
): ServeLog {
  let explained = -Infinity;
  return {
    note: (text) => write(isJson ? printable(JSON.stringify({ note: text })) : printable(text)),
    exchange(exchange) {
      if (isJson) return write(jsonOf(exchange));
      write(lineOf(exchange));
      const { decision } = exchange;
      if (decision.kind !== 'refused' || !decision.signature) return;
      if (now() - explained < explainEveryMs)
        return write('    Not explained: another wrong signature was, less than a second ago.');
      explained = now();
      explainSignature(decision.signature, write);
    },
  };
}

function lineOf({ at, operation, answer, decision, account, fault, unread }: Exchange): string {
  const time = timeOfDay(at);
  const outcome =
    decision.kind !== 'refused'
      ? decision.kind
      : `${decision.error}${decision.parameter === undefined ? '' : ` (${short(decision.parameter)})`}`;
  const why = decision.kind !== 'refused' ? '' : `  ${decision.evidence}: ${decision.source}`;
  const injected = fault ? `  [fault ${fault.name}${fault.id === undefined ? '' : `, ${fault.id}`}]` : '';
  const note = unread === undefined ? '' : `  ${short(unread)}`;
  return printable(
    `${time} ${answer?.status ?? '-'} ${operation ?? '-'} ${short(account)}  ${outcome}${why}${injected}${note}`,
  );
}

let lastSecond = Number.NaN;
let lastTime = '';

/** `14:03:59.041`. Calls come many in a second, and only its beginning takes long to write. */
function timeOfDay(at: number): string {
  const second = Math.floor(at / 1000);
  if (second !== lastSecond)
    [lastSecond, lastTime] = [second, new Date(second * 1000).toISOString().slice(11, 20)];
  return `${lastTime}${String(at - second * 1000).padStart(3, '0')}`;
}

/** Also escapes characters that JSON.stringify does not, such as direction marks. The value stays the same. */
function jsonOf({ at, operation, account, parameters, answer, decision, fault, unread }: Exchange): string {
  const shown = { at: new Date(at).toISOString(), operation, account, parameters };
  const whole = JSON.stringify({
    ...shown,
    status: answer?.status ?? null,
    decision,
    ...(fault && { fault }),
    ...(unread !== undefined && { unread }),
  });
  if (whole.length <= longestJson) return printable(whole);
  const { signature: _, ...rest } =
    decision.kind === 'refused' ? decision : { ...decision, signature: undefined };
  return printable(
    JSON.stringify({
      ...shown,
      account: short(account),
      parameters: null,
      status: answer?.status ?? null,
      decision: rest,
      cut: `The request is longer than ${longestJson} characters. GET /_understudy/requests has it.`,
    }),
  );
}

/** The different part of a signature, printed below its request's line. Imported at the first wrong signature. */
function explainSignature(signature: RefusedSignature, write: (line: string) => void): void {
  void import('../../../mocks/auth/signature/report.ts').then(({ reportSignature }) => {
    for (const line of reportSignature(signature)) write(`    ${printable(short(line, longestText * 10))}`);
  });
}

function short(text: string, longest = longestText): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}… (${text.length} characters)`;
}
