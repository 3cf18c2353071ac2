/** Faulty reading of the object prefixes: which variables they must have, and which entries need them. */
import { prefixesOf, slicePrefixesOf } from '../reference/checks.ts';
import { inCategory } from './fault.ts';
import type { SeededFault, FaultRow } from './fault.ts';
import { entriesOf } from '../reference/record-config.ts';
import type { PartsVariation } from '../reference/parts.ts';
import {
  endVariables,
  hasAnyOf,
  lacksSliceVariables,
  lacksTimeVariables,
  startVariables,
} from '../reference/readings.ts';
import { refusing, replacing } from '../reference/variations.ts';

type Lacks = (prefix: string) => boolean;

function requiring(lacks: Lacks): PartsVariation {
  return replacing('prefix-variables', (config) => prefixesOf(config).some(lacks));
}

function requiringOfSlices(lacks: Lacks): PartsVariation {
  return replacing('slice-prefix-variables', (config) => slicePrefixesOf(config).some(lacks));
}

/** Requires the one start variable and the one end variable. */
function lacksBoth(start: string, end: string): Lacks {
  return (prefix) => !hasAnyOf(prefix, [start]) || !hasAnyOf(prefix, [end]);
}

type NamedPrefix = readonly [name: string, describe: string, lacks: Lacks];

const lenientPrefixes: readonly NamedPrefix[] = [
  [
    'prefix-start-only',
    'Requires a start variable and no end variable.',
    (p) => !hasAnyOf(p, startVariables),
  ],
  ['prefix-end-only', 'Requires an end variable and no start variable.', (p) => !hasAnyOf(p, endVariables)],
  [
    'prefix-either-variable',
    'Is content with a start variable or an end variable.',
    (prefix) => !hasAnyOf(prefix, [...startVariables, ...endVariables]),
  ],
  [
    'prefix-without-braces',
    'Looks for the names of the variables and not for their braces.',
    (prefix) => !prefix.includes('StartTime') || !prefix.includes('EndTime'),
  ],
  ['prefix-any-variable', 'Is content with any variable at all.', (prefix) => !/\{[A-Za-z]+\}/.test(prefix)],
];

const strictPrefixes: readonly NamedPrefix[] = [
  [
    'prefix-escaped-only',
    'Does not know {StartTime} and {EndTime}.',
    lacksBoth('EscapedStartTime', 'EscapedEndTime'),
  ],
  [
    'prefix-plain-only',
    'Does not know {EscapedStartTime} and {EscapedEndTime}.',
    lacksBoth('StartTime', 'EndTime'),
  ],
  [
    'prefix-start-before-end',
    'Requires the start variable to stand before the end variable.',
    (prefix) => !/\{(Escaped)?StartTime\}.*\{(Escaped)?EndTime\}/.test(prefix),
  ],
  [
    'prefix-needs-sequence',
    'Requires {Sequence} in OssObjectPrefix.',
    (prefix) => lacksTimeVariables(prefix) || !prefix.includes('{Sequence}'),
  ],
  [
    'prefix-needs-names',
    'Requires {AppName} and {StreamName} in OssObjectPrefix.',
    (prefix) => lacksTimeVariables(prefix) || !/\{AppName\}.*\{StreamName\}/.test(prefix),
  ],
  [
    'prefix-ascii-only',
    'Refuses an OssObjectPrefix with characters outside ASCII.',
    (prefix) => lacksTimeVariables(prefix) || !/^\p{ASCII}*$/u.test(prefix),
  ],
  [
    'prefix-must-be-nested',
    'Refuses an OssObjectPrefix without a slash.',
    (prefix) => lacksTimeVariables(prefix) || !prefix.includes('/'),
  ],
];

const lenientSlicePrefixes: readonly NamedPrefix[] = [
  [
    'slice-prefix-without-sequence',
    'Does not require {Sequence}.',
    (prefix) => !prefix.includes('{UnixTimestamp}'),
  ],
  [
    'slice-prefix-without-timestamp',
    'Does not require {UnixTimestamp}.',
    (prefix) => !prefix.includes('{Sequence}'),
  ],
  [
    'slice-prefix-either-variable',
    'Is content with {UnixTimestamp} or {Sequence}.',
    (prefix) => !hasAnyOf(prefix, ['UnixTimestamp', 'Sequence']),
  ],
  [
    'slice-prefix-without-braces',
    'Looks for the names UnixTimestamp and Sequence and not for their braces.',
    (prefix) => !prefix.includes('UnixTimestamp') || !prefix.includes('Sequence'),
  ],
];

const strictSlicePrefixes: readonly NamedPrefix[] = [
  [
    'slice-prefix-in-order',
    'Requires {UnixTimestamp} to stand before {Sequence}.',
    (prefix) => !/\{UnixTimestamp\}.*\{Sequence\}/.test(prefix),
  ],
  [
    'slice-prefix-adjacent',
    'Requires {UnixTimestamp}_{Sequence} as the example has it.',
    (prefix) => !prefix.includes('{UnixTimestamp}_{Sequence}'),
  ],
  [
    'slice-prefix-needs-names',
    'Requires {AppName} and {StreamName} in SliceOssObjectPrefix.',
    (prefix) => lacksSliceVariables(prefix) || !/\{AppName\}.*\{StreamName\}/.test(prefix),
  ],
];

const variables: FaultRow[] = [
  ...lenientPrefixes.map(([name, describe, lacks]) => ({
    name,
    breaks: 'InvalidOssObjectPrefix.Malformed' as const,
    describe,
    apply: requiring(lacks),
  })),
  ...strictPrefixes.map(([name, describe, lacks]) => ({
    name,
    breaks: 'accepts' as const,
    also: ['InvalidOssObjectPrefix.Malformed'] as const,
    describe,
    apply: requiring(lacks),
  })),
  ...lenientSlicePrefixes.map(([name, describe, lacks]) => ({
    name,
    breaks: 'InvalidSliceOssObjectPrefix.Malformed' as const,
    describe,
    apply: requiringOfSlices(lacks),
  })),
  ...strictSlicePrefixes.map(([name, describe, lacks]) => ({
    name,
    breaks: 'accepts' as const,
    also: ['InvalidSliceOssObjectPrefix.Malformed'] as const,
    describe,
    apply: requiringOfSlices(lacks),
  })),
];

const presence: FaultRow[] = [
  {
    name: 'slice-prefix-for-every-format',
    breaks: 'accepts',
    also: ['MissingSliceOssObjectPrefix'],
    describe: 'Requires SliceOssObjectPrefix of mp4 and flv as well.',
    apply: replacing('slice-prefix-required', (config) =>
      entriesOf(config).some((entry) => entry.SliceOssObjectPrefix === undefined),
    ),
  },
  {
    name: 'prefix-not-for-sliced',
    breaks: 'MissingOssObjectPrefix',
    describe: 'Takes the SliceOssObjectPrefix of an entry for its missing OssObjectPrefix.',
    apply: replacing('prefix-required', (config) =>
      entriesOf(config).some((entry) => (entry.OssObjectPrefix ?? entry.SliceOssObjectPrefix) === undefined),
    ),
  },
  {
    name: 'long-prefix-breaks-the-server',
    breaks: 'accepts',
    describe: 'Answers InternalError to an OssObjectPrefix of more than 128 characters.',
    apply: refusing('InternalError', (config) => prefixesOf(config).some((prefix) => prefix.length > 128)),
  },
  {
    name: 'unicode-prefix-breaks-the-server',
    breaks: 'accepts',
    describe: 'Answers InternalError to a prefix with characters outside Latin-1.',
    apply: refusing('InternalError', (config) =>
      [...prefixesOf(config), ...slicePrefixesOf(config)].some((prefix) => /[\u0100-\uffff]/.test(prefix)),
    ),
  },
];

export const prefixFaults: readonly SeededFault[] = [
  ...inCategory('prefix variables misread', variables),
  ...inCategory('prefix presence misread', presence),
];
