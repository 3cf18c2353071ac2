/** Wire data as people read it. */
import type { Call, ShownRequest } from './api.ts';

/** Headers that say something about the call rather than about the program that made it. */
const telling = /^(content-type|accept|authorization|x-acs-.*|x-understudy-.*|x-sdk-.*)$/;

/** The call as it was sent, without what every client adds for itself. */
export function callOf({ request }: ShownRequest): Call {
  const headers = Object.entries(request.headers).filter(
    ([name, value]) => telling.test(name) && value !== '*/*',
  );
  const path = request.url.replace(/^https?:\/\/[^/]+/, '');
  return { method: request.method, path, headers: Object.fromEntries(headers), body: request.body };
}

/** JSON with one member a line; anything else as it is. */
export function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
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
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `1 s`, `1 min`. */
export function durationOf(milliseconds: number): string {
  return milliseconds % 60_000 === 0 ? `${milliseconds / 60_000} min` : `${milliseconds / 1000} s`;
}

/** A dash where nothing was sent. */
export function statusOf({ answer }: ShownRequest): string {
  return answer ? String(answer.status) : '–';
}

export function standingOf({ answer }: ShownRequest): 'good' | 'bad' {
  return answer !== null && answer.status < 400 ? 'good' : 'bad';
}
