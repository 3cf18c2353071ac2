/** Faulty limits and numbers: bounds moved by one, bounds forgotten, text taken for a number. */
import { inCategory, kebab } from './fault.ts';
import type { Broken, Fault, Row } from './fault.ts';
import { entriesOf } from '../reference/record-config.ts';
import type { RecordConfig } from '../reference/record-config.ts';
import { prefixesOf, slicePrefixesOf, slicedEntriesOf } from '../reference/checks.ts';
import type { Limits, Range, Variation } from '../reference/parts.ts';
import { isOutside } from '../reference/readings.ts';
import { limiting, replacing, withoutRule } from '../reference/variations.ts';

const whole = { min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER };

type Bound = readonly [name: string, code: Broken, describe: string, limits: Partial<Limits>];

/** Accept what is over the bound. */
const tooWide: readonly Bound[] = [
  ['delay-from-14', 'InvalidDelayTime', 'Accepts DelayTime 14.', { DelayTime: { min: 14, max: 21600 } }],
  ['delay-to-21601', 'InvalidDelayTime', 'Accepts DelayTime 21601.', { DelayTime: { min: 15, max: 21601 } }],
  [
    'delay-without-minimum',
    'InvalidDelayTime',
    'Checks the upper bound of DelayTime only.',
    { DelayTime: { ...whole, max: 21600 } },
  ],
  [
    'delay-without-maximum',
    'InvalidDelayTime',
    'Checks the lower bound of DelayTime only.',
    { DelayTime: { ...whole, min: 15 } },
  ],
  [
    'slice-from-4',
    'InvalidSliceDuration.Malformed',
    'Accepts SliceDuration 4.',
    { SliceDuration: { min: 4, max: 30 } },
  ],
  [
    'slice-to-31',
    'InvalidSliceDuration.Malformed',
    'Accepts SliceDuration 31.',
    { SliceDuration: { min: 5, max: 31 } },
  ],
  [
    'slice-without-minimum',
    'InvalidSliceDuration.Malformed',
    'Checks the upper bound of SliceDuration only.',
    { SliceDuration: { ...whole, max: 30 } },
  ],
  [
    'slice-without-maximum',
    'InvalidSliceDuration.Malformed',
    'Checks the lower bound of SliceDuration only.',
    { SliceDuration: { ...whole, min: 5 } },
  ],
  [
    'eleven-templates',
    'InvalidTemplateLength.Malformed',
    'Accepts an eleventh template.',
    { TranscodeTemplates: 11 },
  ],
  [
    'prefix-of-256-bytes',
    'InvalidOssObjectPrefix.Malformed',
    'Accepts an OssObjectPrefix of 256 bytes.',
    { OssObjectPrefix: 256 },
  ],
  [
    'slice-prefix-of-256-bytes',
    'InvalidSliceOssObjectPrefix.Malformed',
    'Accepts a SliceOssObjectPrefix of 256 bytes.',
    { SliceOssObjectPrefix: 256 },
  ],
];

/** Refuse what is just inside the bound. */
const tooNarrow: readonly Bound[] = [
  ['delay-from-16', 'InvalidDelayTime', 'Refuses DelayTime 15.', { DelayTime: { min: 16, max: 21600 } }],
  ['delay-to-21599', 'InvalidDelayTime', 'Refuses DelayTime 21600.', { DelayTime: { min: 15, max: 21599 } }],
  [
    'delay-to-an-hour',
    'InvalidDelayTime',
    'Refuses a DelayTime above 3600.',
    { DelayTime: { min: 15, max: 3600 } },
  ],
  [
    'slice-from-6',
    'InvalidSliceDuration.Malformed',
    'Refuses SliceDuration 5.',
    { SliceDuration: { min: 6, max: 30 } },
  ],
  [
    'slice-to-29',
    'InvalidSliceDuration.Malformed',
    'Refuses SliceDuration 30.',
    { SliceDuration: { min: 5, max: 29 } },
  ],
  [
    'cycle-to-21599',
    'InvalidCycleDuration.Malformed',
    'Refuses CycleDuration 21600, an example of the page.',
    { CycleDuration: { min: 1, max: 21599 } },
  ],
  [
    'cycle-to-an-hour',
    'InvalidCycleDuration.Malformed',
    'Refuses a CycleDuration above 3600.',
    { CycleDuration: { min: 1, max: 3600 } },
  ],
  [
    'nine-templates-at-most',
    'InvalidTemplateLength.Malformed',
    'Refuses a tenth template.',
    { TranscodeTemplates: 9 },
  ],
  [
    'one-template-at-most',
    'InvalidTemplateLength.Malformed',
    'Refuses a second template.',
    { TranscodeTemplates: 1 },
  ],
  [
    'prefix-of-254-bytes',
    'InvalidOssObjectPrefix.Malformed',
    'Refuses an OssObjectPrefix of 255 bytes.',
    { OssObjectPrefix: 254 },
  ],
  [
    'slice-prefix-of-254-bytes',
    'InvalidSliceOssObjectPrefix.Malformed',
    'Refuses a SliceOssObjectPrefix of 255 bytes.',
    { SliceOssObjectPrefix: 254 },
  ],
];

const bounds: Row[] = [
  ...tooWide.map(([name, code, describe, limits]) => ({
    name,
    breaks: code,
    describe,
    apply: limiting(limits),
  })),
  ...tooNarrow.map(([name, code, describe, limits]) => ({
    name,
    breaks: 'accepts' as const,
    also: [code],
    describe,
    apply: limiting(limits),
  })),
];

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

type Reading = (text: string, range: Range) => boolean;

const carelessReadings: readonly { how: string; does: string; finds: Reading }[] = [
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

const carelessNumbers: Row[] = numbers.flatMap(({ field, rule, code, valuesOf }) =>
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

function measuring(field: 'OssObjectPrefix' | 'SliceOssObjectPrefix', measure: Measure): Variation {
  const [rule, textsOf] =
    field === 'OssObjectPrefix'
      ? (['prefix-length', prefixesOf] as const)
      : (['slice-prefix-length', slicePrefixesOf] as const);
  return replacing(rule, (config, { parts }) =>
    textsOf(config).some((prefix) => measure(prefix) > parts.limits[field]),
  );
}

const lengths: Row[] = (['OssObjectPrefix', 'SliceOssObjectPrefix'] as const).flatMap((field) => [
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
const zeros: Row[] = [
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

export const boundFaults: readonly Fault[] = [
  ...inCategory('bound moved', bounds),
  ...inCategory('number misread', [...carelessNumbers, ...zeros]),
  ...inCategory('length mismeasured', lengths),
];
