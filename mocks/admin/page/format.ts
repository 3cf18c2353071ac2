/** Wire data as people read it. */
import type { SentRequest } from '../../../contract/wire/curl.ts';
import type { Delivery, RequestRow, ShownRequest } from '../bodies.ts';

/** Headers that say something about the call rather than about the program that made it. */
const telling = /^(content-type|accept|authorization|x-acs-.*|x-understudy-.*|x-sdk-.*)$/;

/** The call as it was sent, without what every client adds for itself. */
export function callOf({ request }: ShownRequest): SentRequest {
  const headers = Object.entries(request.headers).filter(
    ([name, value]) => telling.test(name) && value !== '*/*',
  );
  const path = request.url.replace(/^https?:\/\/[^/]+/, '');
  return { method: request.method, path, headers: Object.fromEntries(headers), body: request.body };
}

/** Whether something of the call is hidden, so that it cannot be sent again. */
export function isHidden({ request }: ShownRequest): boolean {
  return /=\*\*\*/.test(`${request.url} ${request.body} ${request.headers['authorization'] ?? ''}`);
}

/** JSON and XML with one member a line; anything else as it is. */
export function pretty(body: string): string {
  if (/^\s*<[^>]+>/.test(body)) return prettyXml(body);
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

/** An element that holds others takes a line for each of its tags. */
function prettyXml(body: string): string {
  let depth = 0;
  return body
    .replaceAll(/>\s*</g, '>\n<')
    .split('\n')
    .map((line) => {
      const isEnd = line.startsWith('</');
      const opens = /^<[^?!/][^>]*[^/]>$/.test(line);
      if (isEnd) depth = Math.max(0, depth - 1);
      const indented = '  '.repeat(depth) + line;
      if (opens) depth += 1;
      return indented;
    })
    .join('\n');
}

/** Query and form in the order sent, decoded. */
export function pairsOf({ request }: ShownRequest): readonly (readonly [string, string])[] {
  const query = request.url.split('?')[1] ?? '';
  const isForm = !/json|xml/.test(request.headers['content-type'] ?? '');
  return [...new URLSearchParams(query), ...(isForm ? new URLSearchParams(request.body) : [])];
}

/** `13:29:10.042` */
export function timeOf(instant: string): string {
  return instant.slice(11, 23);
}

export function plural(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

/** `1 s`, `1 min`. */
export function durationOf(milliseconds: number): string {
  return milliseconds % 60_000 === 0 ? `${milliseconds / 60_000} min` : `${milliseconds / 1000} s`;
}

/** A dash where nothing was answered. */
export function statusOf({ status }: Pick<RequestRow, 'status'>): string {
  return status === null ? '–' : String(status);
}

export function standingOf(status: number | null, delivery: Delivery['kind']): 'good' | 'bad' {
  return status !== null && status < 400 && delivery !== 'none' ? 'good' : 'bad';
}

/** A value of a parameter as it stands in a sentence. */
export function shortOf(value: unknown): string {
  if (value === null || value === undefined) return 'not sent';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
