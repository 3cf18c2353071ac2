/** The values of `format` that are checked. Examples of each: `format-examples.ts`. */
import { parseInstant } from './instant.ts';
import type { Json } from '../json.ts';

export interface Format {
  /** Whether a value has the format. Values of a type that the format does not apply to have it. */
  readonly holds: (value: Json) => boolean;
  /** Whether there is a value that does not have it. */
  readonly canFail: boolean;
}

function ofText(holds: (text: string) => boolean): Format {
  return { holds: (value) => typeof value !== 'string' || holds(value), canFail: true };
}

/** Whole numbers up to a bound. Above 2^53 JSON numbers are not exact, so wider ranges are not checked. */
function ofBits(bits: number): Format {
  const bound = Math.min(2 ** (bits - 1), Number.MAX_SAFE_INTEGER);
  return {
    holds: (value) => typeof value !== 'number' || (value >= -bound && value < bound),
    canFail: bits <= 53,
  };
}

const anyNumber: Format = { holds: () => true, canFail: false };
const octet = String.raw`(?:25[0-5]|2[0-4]\d|1?\d?\d)`;
const ipv4 = new RegExp(String.raw`^(?:${octet}\.){3}${octet}$`);
const hostname =
  /^(?=.{1,253}$)(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?)(?:\.[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?)*$/i;

export const formats = {
  'date-time': ofText((text) => parseInstant(text) !== undefined),
  date: ofText((text) => parseInstant(`${text}T00:00:00Z`) !== undefined),
  time: ofText((text) => parseInstant(`2026-01-01T${text}`) !== undefined),
  email: ofText((text) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)),
  uri: ofText((text) => URL.canParse(text)),
  hostname: ofText((text) => hostname.test(text)),
  ipv4: ofText((text) => ipv4.test(text)),
  ipv6: ofText((text) => text.includes(':') && URL.canParse(`http://[${text}]`)),
  uuid: ofText((text) => /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)),
  int32: ofBits(32),
  int64: ofBits(64),
  float: anyNumber,
  double: anyNumber,
} as const satisfies Readonly<Record<string, Format>>;

export type FormatName = keyof typeof formats;

export const formatNames = Object.keys(formats) as readonly FormatName[]; // the keys of the table above

export function isFormat(name: Json): name is FormatName {
  return formatNames.includes(name as FormatName);
}
