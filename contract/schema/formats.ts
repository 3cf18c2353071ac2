/** The values of `format` that are checked, each with a valid example and a similar invalid one. */
import { parseInstant } from './instant.ts';
import type { Json } from '../json.ts';

export interface Format {
  /** Whether a value has the format. Values of a type that the format does not apply to have it. */
  readonly holds: (value: Json) => boolean;
  /** A valid example; undefined where any number is valid. */
  readonly example: Json | undefined;
  /** An invalid example. */
  readonly counterexample: Json | undefined;
}

function ofText(holds: (text: string) => boolean, example: string, counterexample: string): Format {
  return { holds: (value) => typeof value !== 'string' || holds(value), example, counterexample };
}

/** Whole numbers up to a bound. Above 2^53 JSON numbers are not exact, so wider ranges are not checked. */
function ofBits(bits: number): Format {
  const bound = Math.min(2 ** (bits - 1), Number.MAX_SAFE_INTEGER);
  return {
    holds: (value) => typeof value !== 'number' || (value >= -bound && value < bound),
    example: undefined,
    counterexample: bits > 53 ? undefined : bound,
  };
}

const anyNumber: Format = { holds: () => true, example: undefined, counterexample: undefined };
const octet = String.raw`(?:25[0-5]|2[0-4]\d|1?\d?\d)`;
const ipv4 = new RegExp(String.raw`^(?:${octet}\.){3}${octet}$`);
const hostname =
  /^(?=.{1,253}$)(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?)(?:\.[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?)*$/i;

export const formats = {
  'date-time': ofText(
    (text) => parseInstant(text) !== undefined,
    '2026-01-01T00:00:00Z',
    '2026-02-30T10:00:00Z',
  ),
  date: ofText((text) => parseInstant(`${text}T00:00:00Z`) !== undefined, '2026-01-01', '2026-02-30'),
  time: ofText((text) => parseInstant(`2026-01-01T${text}`) !== undefined, '10:00:00Z', '25:00:00Z'),
  email: ofText((text) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text), 'a@example.com', 'a.example.com'),
  uri: ofText((text) => URL.canParse(text), 'https://example.com/a', 'example.com/a'),
  hostname: ofText((text) => hostname.test(text), 'www.example.com', '-www.example.com'),
  ipv4: ofText((text) => ipv4.test(text), '192.0.2.1', '192.0.2.256'),
  ipv6: ofText(
    (text) => text.includes(':') && URL.canParse(`http://[${text}]`),
    '2001:db8::1',
    '2001:db8::g',
  ),
  uuid: ofText(
    (text) => /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text),
    '16a96b9a-f203-4ec5-8e43-cb92e68f4cd8',
    '16a96b9a-f203-4ec5-8e43-cb92e68f4cdg',
  ),
  int32: ofBits(32),
  int64: ofBits(64),
  float: anyNumber,
  double: anyNumber,
} as const satisfies Readonly<Record<string, Format>>;

export type FormatName = keyof typeof formats;

export const formatNames = Object.keys(formats) as readonly FormatName[]; // the keys of the table above

/** Undefined for a format that is not checked. */
export function formatOf(name: Json): Format | undefined {
  return formatNames.includes(name as FormatName) ? formats[name as FormatName] : undefined; // looked up first
}
