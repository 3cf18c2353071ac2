/** Plays probes: sequences of requests sent to one fresh server, under a clock of their own. */
import type { Broken } from '../faults/fault.ts';
import type { Fetch } from '../reference/parts.ts';
import type { ServerOptions } from '../reference/server.ts';

/** Parameters by their wire name; undefined leaves one out. */
export type Sent = Readonly<Record<string, string | undefined>>;

export interface Step {
  /** Sent at the same time if several. */
  readonly send: readonly Sent[];
  /** How far the clock moves before; 0 keeps the probe in one instant. */
  readonly afterMs?: number;
  /** Where the parameters travel; the query of a POST by default. */
  readonly as?: 'get' | 'form' | 'mixed' | 'raw-form';
}

export interface Probe {
  readonly title: string;
  /** What a server has to do right to answer as the reference does. */
  readonly exercises: readonly Broken[];
  readonly steps: readonly Step[];
  /** `accepted` or a code for each request; those of one step in alphabetical order. */
  readonly expected: readonly string[];
}

export interface Answer {
  /** `accepted`, the code, or `none` where there is neither. */
  readonly verdict: string;
  readonly message: string;
  /** Status, content type, the body's keys and what its RequestId is like. */
  readonly shape: string;
}

export const startMs = Date.UTC(2026, 10, 22, 12);

/** `yyyy-MM-ddTHH:mm:ssZ`, so many hours from the start of every probe. */
export function hoursAhead(hours: number): string {
  return new Date(startMs + hours * 3_600_000).toISOString().replace('.000Z', 'Z');
}

export async function play(
  create: (options: ServerOptions) => Fetch,
  steps: readonly Step[],
): Promise<Answer[]> {
  let nowMs = startMs;
  const send = create({ now: () => nowMs });
  const ids = new Set<string>();
  const answers: Answer[] = [];
  for (const { send: sent, afterMs = 1000, as } of steps) {
    nowMs += afterMs;
    const responses = await Promise.all(sent.map((parameters) => send(buildRequest(parameters, as))));
    const read = await Promise.all(responses.map((response) => readAnswer(response, ids)));
    answers.push(...read.toSorted((a, b) => (a.verdict < b.verdict ? -1 : 1)));
  }
  return answers;
}

function buildRequest(sent: Sent, as: Step['as']): Request {
  const asked = { Action: 'AddLiveAppRecordConfig', Format: 'JSON', ...sent };
  const pairs = Object.entries(asked).filter((pair): pair is [string, string] => pair[1] !== undefined);
  const isCommon = ([name]: [string, string]) => name === 'Action' || name === 'Format';
  const url = 'http://live.test/';
  switch (as) {
    case 'get':
      return new Request(`${url}?${encode(pairs)}`);
    case 'form':
      return new Request(url, { method: 'POST', body: encode(pairs) });
    case 'mixed': {
      const query = encode(pairs.filter(isCommon));
      return new Request(`${url}?${query}`, {
        method: 'POST',
        body: encode(pairs.filter((pair) => !isCommon(pair))),
      });
    }
    case 'raw-form':
      return new Request(url, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: encode(pairs).toString().replaceAll('+', '%20'),
      });
    default:
      return new Request(`${url}?${encode(pairs)}`, { method: 'POST' });
  }
}

function encode(pairs: readonly [string, string][]): URLSearchParams {
  return new URLSearchParams([...pairs]);
}

async function readAnswer(response: Response, ids: Set<string>): Promise<Answer> {
  const body = parse(await response.text());
  const members = isObject(body) ? body : {};
  const given = response.ok && isObject(body) ? 'accepted' : 'none';
  const verdict = typeof members.Code === 'string' ? members.Code : given;
  const kind = isObject(body) ? `{${Object.keys(body).toSorted().join()}}` : `no object but ${typeof body}`;
  const type = response.headers.get('content-type');
  const id = describeId(members.RequestId, ids);
  return { verdict, message: String(members.Message), shape: `${response.status} ${type} ${kind} id ${id}` };
}

/** The value, or undefined where the text is no JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describeId(id: unknown, ids: Set<string>): string {
  if (typeof id !== 'string') return typeof id;
  if (ids.has(id)) return 'repeated';
  ids.add(id);
  return /^[\dA-F]{8}(-[\dA-F]{4}){3}-[\dA-F]{12}$/.test(id) ? 'new' : 'odd';
}
