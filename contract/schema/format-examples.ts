/** For each `format`: a value that has it, and a similar one that has not. */
import { isFormat, type FormatName } from './formats.ts';
import type { Json } from '../json.ts';

export interface FormatExamples {
  /** Absent where any number has the format. */
  readonly example?: Json;
  /** Absent where every number has the format. */
  readonly counterexample?: Json;
}

export const formatExamples: Readonly<Record<FormatName, FormatExamples>> = {
  'date-time': { example: '2026-01-01T00:00:00Z', counterexample: '2026-02-30T10:00:00Z' },
  date: { example: '2026-01-01', counterexample: '2026-02-30' },
  time: { example: '10:00:00Z', counterexample: '25:00:00Z' },
  email: { example: 'a@example.com', counterexample: 'a.example.com' },
  uri: { example: 'https://example.com/a', counterexample: 'example.com/a' },
  hostname: { example: 'www.example.com', counterexample: '-www.example.com' },
  ipv4: { example: '192.0.2.1', counterexample: '192.0.2.256' },
  ipv6: { example: '2001:db8::1', counterexample: '2001:db8::g' },
  uuid: {
    example: '16a96b9a-f203-4ec5-8e43-cb92e68f4cd8',
    counterexample: '16a96b9a-f203-4ec5-8e43-cb92e68f4cdg',
  },
  int32: { counterexample: 2 ** 31 },
  int64: {},
  float: {},
  double: {},
};

/** Undefined for a format that is not checked. */
export function examplesOf(format: Json): FormatExamples | undefined {
  return isFormat(format) ? formatExamples[format] : undefined;
}
