/** Faulty numbers and lengths: text taken for a number, zero for nothing, characters for bytes. Moved bounds are changes of the contract. */
import { inCategory, kebab } from './fault.ts';
import type { SeededFault, FaultRow } from './fault.ts';
import { entriesOf } from '../reference/record-config.ts';
import type { RecordConfig } from '../reference/record-config.ts';
import { prefixesOf, slicePrefixesOf, slicedEntriesOf } from '../reference/checks.ts';
import type { Range, PartsVariation } from '../reference/parts.ts';
import { isOutside } from '../reference/readings.ts';
import { replacing, withoutRule } from '../reference/variations.ts';

const numbers = [
  {
    field: 'DelayTime',
    rule: 'delay-range',
    code: 'InvalidDelayTime',
    valuesOf: (config: RecordConfig) => [config.DelayTime],
  },
  {
    field: 'SliceDuration',
    rule: 'slice-range',
    code: 'InvalidSliceDuration.Malformed',
    valuesOf: (config: RecordConfig) => slicedEntriesOf(config).map((entry) => entry.SliceDuration),
  },
  {
    field: 'CycleDuration',
    rule: 'cycle-range',
    code: 'InvalidCycleDuration.Malformed',
    valuesOf: (config: RecordConfig) => entriesOf(config).map((entry) => entry.CycleDuration),
  },
] as const;

type NumberReading = (text: string, range: Range) => boolean;

const carelessReadings: readonly { how: string; does: string; finds: NumberReading }[] = [
  {
    how: 'fraction-accepted',
    does: 'Accepts a fraction, such as 15.5, as',
    finds: (text, { min, max }) => !(Number(text) >= min && Number(text) <= max),
  },
  {
    how: 'trailing-text-accepted',
    does: 'Reads only the leading digits, so that 20s passes, of',
    finds: (text, { min, max }) => !(Number.parseInt(text) >= min && Number.parseInt(text) <= max),
  },
  {
    how: 'words-accepted',
    does: 'Compares a word, such as abc, with the bounds and finds it neither below nor above, as',
    finds: (text, { min, max }) => Number(text) < min || Number(text) > max,
  },
];

const carelessNumbers: FaultRow[] = numbers.flatMap(({ field, rule, code, valuesOf }) =>
  carelessReadings.map(({ how, does, finds }) => ({
    name: `${kebab(field)}-${how}`,
    breaks: code,
    describe: `${does} ${field}.`,
    apply: replacing(rule, (config, { parts }) =>
      valuesOf(config).some((text) => text !== undefined && finds(text, parts.limits[field])),
    ),
  })),
);

type Measure = (prefix: string) => number;

const countCharacters: Measure = (prefix) => prefix.length;
const countEscaped: Measure = (prefix) => encodeURIComponent(prefix).length;

function measuring(field: 'OssObjectPrefix' | 'SliceOssObjectPrefix', measure: Measure): PartsVariation {
  const [rule, textsOf] =
    field === 'OssObjectPrefix'
      ? (['prefix-length', prefixesOf] as const)
      : (['slice-prefix-length', slicePrefixesOf] as const);
  return replacing(rule, (config, { parts }) =>
    textsOf(config).some((prefix) => measure(prefix) > parts.limits[field]),
  );
}

const lengths: FaultRow[] = (['OssObjectPrefix', 'SliceOssObjectPrefix'] as const).flatMap((field) => [
  {
    name: `${kebab(field)}-counted-in-characters`,
    breaks: `Invalid${field}.Malformed` as const,
    describe: `Counts the characters of ${field} instead of its bytes.`,
    apply: measuring(field, countCharacters),
  },
  {
    name: `${kebab(field)}-counted-escaped`,
    breaks: 'accepts' as const,
    also: [`Invalid${field}.Malformed` as const],
    describe: `Counts the percent-encoded form of ${field}, in which each brace is three bytes.`,
    apply: measuring(field, countEscaped),
  },
  {
    name: `${kebab(field)}-length-unchecked`,
    breaks: `Invalid${field}.Malformed` as const,
    describe: `Accepts a ${field} of any length.`,
    apply: withoutRule(field === 'OssObjectPrefix' ? 'prefix-length' : 'slice-prefix-length'),
  },
]);

/** Not for CycleDuration: no lower bound of it is documented. */
const zeros: FaultRow[] = [
  {
    name: 'delay-time-zero-unchecked',
    breaks: 'InvalidDelayTime',
    describe: 'Takes DelayTime 0 for absent.',
    apply: replacing(
      'delay-range',
      ({ DelayTime }, { parts }) => Number(DelayTime) !== 0 && isOutside(DelayTime, parts.limits.DelayTime),
    ),
  },
  {
    name: 'slice-duration-zero-unchecked',
    breaks: 'InvalidSliceDuration.Malformed',
    describe: 'Takes SliceDuration 0 for absent.',
    apply: replacing('slice-range', (config, { parts }) =>
      slicedEntriesOf(config).some(
        ({ SliceDuration }) =>
          Number(SliceDuration) !== 0 && isOutside(SliceDuration, parts.limits.SliceDuration),
      ),
    ),
  },
];

export const numberFaults: readonly SeededFault[] = [
  ...inCategory('number misread', [...carelessNumbers, ...zeros]),
  ...inCategory('length mismeasured', lengths),
];
