/** What was sent as a secret is struck out of everything that comes back: a target may repeat it, and reports are shown around. */
import { mapTexts } from '../../contract/text/printable.ts';
import type { Answer, Target } from './target.ts';

const struck = '***';

/** An address as it stands in a command line to paste: what is struck out of it has to be written in. */
export function addressToPaste(address: string): string {
  return address.replace(`//${struck}@`, '//USER:PASSWORD@');
}

/** Shorter ones are too much like any other text. */
const shortest = 3;

/** The answer without these secrets, however they are written in it: encoded for a URL, a form, JSON, or as base64. */
export function strikeOut(answer: Answer, secrets: readonly string[]): Answer {
  const strike = strikerOf(secrets);
  return strike ? strikeAnswer(answer, strike) : answer;
}

/** Takes secrets out of a text; undefined where there is nothing to take out. */
export function strikerOf(secrets: readonly string[]): ((text: string) => string) | undefined {
  const forms = [...new Set(secrets.filter(({ length }) => length >= shortest).flatMap(formsOf))].toSorted(
    (a, b) => b.length - a.length,
  );
  return forms.length === 0
    ? undefined
    : (text) => forms.reduce((rest, form) => rest.replaceAll(form, struck), text);
}

export function strikeAnswer(answer: Answer, strike: (text: string) => string): Answer {
  if (answer.kind === 'silent') return { ...answer, reason: strike(answer.reason) };
  return { ...answer, headers: mapTexts(answer.headers, strike), body: strikeBody(answer.body, strike) };
}

/** In JSON a text may be escaped in many ways, so it is looked at as it is read: what is no text there, such as `true`, stays. */
function strikeBody(body: string, strike: (text: string) => string): string {
  let found = false;
  try {
    const without = mapTexts(JSON.parse(body) as unknown, (text) => {
      const rest = strike(text);
      found ||= rest !== text;
      return rest;
    });
    return found ? JSON.stringify(without) : body;
  } catch {
    // No JSON, or nested deeper than can be walked: nothing of ours reads it either.
    return strike(body);
  }
}

/** Headers that say how to talk, and to whom; all others of one's own may be secrets. */
const plainHeaders = /^(?:accept|cache-control|connection|content-|host$|pragma|user-agent)/;

/** Shorter parts of headers are too much like any other text. */
const shortestPart = 6;

/** What of headers that are sent with every call no report may show: whole values, and parts such as a token after its scheme. */
export function secretsOfHeaders(headers: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(headers).flatMap(([name, value]) => {
    if (plainHeaders.test(name.toLowerCase())) return [];
    const words = value.split(/[\s;,]+/);
    const values = words.map((word) => word.replace(/^[\w.-]+=(?=[^=])/, ''));
    const [scheme = '', pair = ''] = words;
    const decoded = scheme.toLowerCase() === 'basic' ? Buffer.from(pair, 'base64').toString() : '';
    return [value, ...words, ...values, decoded, ...decoded.split(':')].filter(
      ({ length }) => length >= shortestPart,
    );
  });
}

function formsOf(secret: string): readonly string[] {
  const once = encodeURIComponent(secret.toWellFormed());
  const twice = encodeURIComponent(once);
  const lower = (text: string): string => text.replaceAll(/%[\dA-F]{2}/g, (code) => code.toLowerCase());
  const bytes = new TextEncoder().encode(secret);
  return [
    secret,
    once,
    twice,
    lower(once),
    lower(twice),
    once.replaceAll('%20', '+'),
    btoa(String.fromCharCode(...bytes)),
    secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  ];
}

/** A URL as it may be shown: without user and password. */
export function withoutUser(url: string): string {
  return url.replace(/^([a-z][a-z\d+.-]*:)?\/\/[^/?#]*@/i, `$1//${struck}@`);
}

/** The target of a URL, with user and password out of its name and of all that it answers. */
export function hideUser(target: Target, url: string): Target {
  if (withoutUser(url) === url || !URL.canParse(url)) return target;
  const { username, password } = new URL(url);
  const [user, word] = [decodeUserPart(username), decodeUserPart(password)];
  const secrets = [`${user}:${word}`, word, password, ...(word === '' ? [user] : [])];
  return {
    ...target,
    name: withoutUser(target.name),
    baseUrl: withoutUser(target.baseUrl),
    send: async (call) => strikeOut(await target.send(call), secrets),
  };
}

/** A user or a password of a URL as it was meant; with a `%` that encodes nothing, as it stands. */
export function decodeUserPart(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
