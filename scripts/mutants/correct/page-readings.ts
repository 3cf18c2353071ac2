/**
 * Readings of the page that are stricter or laxer than the reference's, one by one. Each stays within what the page states: a
 * suite that blames one of them by stated evidence claims more than the page says. Refusals come before every other check.
 */
import { byteLength, readInstant } from '../reference/readings.ts';
import type { Limiter } from '../reference/limiters.ts';
import type { ReferenceCheck, ReferenceDecision, PartsVariation } from '../reference/parts.ts';
import { entriesOf, isSliced, isStreamLevel, type RecordConfig } from '../reference/record-config.ts';
import { all, answeringCode, choosing, replacing, using } from '../reference/variations.ts';

/** Refuses more, before anything else is checked, with a code that no page has. */
function refusing(refuses: ReferenceCheck['refuses']): PartsVariation {
  const code = 'InvalidParameter.Reading';
  return (parts) => ({
    ...parts,
    checks: [{ rule: 'reading', code, refuses }, ...parts.checks],
    errors: { ...parts.errors, [code]: { status: 400, Code: code, Message: 'Not as this server reads it.' } },
  });
}

/** No calls closer together than the limit's share of a second. */
function createSpacing(requestsPerSecond: number): Limiter {
  const lastMs = new Map<string, number>();
  return {
    isFull: (key, nowMs) => nowMs - (lastMs.get(key) ?? Number.NEGATIVE_INFINITY) < 1000 / requestsPerSecond,
    count: (key, nowMs) => lastMs.set(key, nowMs),
  };
}

const limits: readonly ReferenceDecision[] = [
  [
    'limit-without-bursts',
    'Spaces calls evenly: none sooner than a thirtieth of a second.',
    using({ createLimiter: createSpacing }),
  ],
  ['limit-of-everybody', 'Counts the calls of all accounts together.', using({ limiterKeyOf: () => '' })],
  [
    'throttles-by-api',
    'Throttles with Throttling.Api.',
    answeringCode('Throttling.User', { Code: 'Throttling.Api' }),
  ],
];

function listsOf({
  RecordFormat,
  TranscodeRecordFormat,
}: RecordConfig): readonly RecordConfig['RecordFormat'][] {
  return [RecordFormat, TranscodeRecordFormat];
}

const lists: readonly ReferenceDecision[] = [
  [
    'one-format-a-list',
    'Takes one format in a list: "can not be multiple".',
    refusing((config) => listsOf(config).some(({ length }) => length > 1)),
  ],
  [
    'three-formats-a-list',
    'Takes three formats in a list, as the metadata says.',
    refusing((config) => listsOf(config).some(({ length }) => length > 3)),
  ],
  [
    'slices-only-where-sliced',
    'Refuses segment settings of flv and mp4.',
    refusing((config) =>
      entriesOf(config).some(
        (entry) =>
          !isSliced(entry) && (entry.SliceDuration !== undefined || entry.SliceOssObjectPrefix !== undefined),
      ),
    ),
  ],
  [
    'slice-duration-required',
    'Demands the segment duration of m3u8 and cmaf.',
    refusing((config) =>
      entriesOf(config).some((entry) => isSliced(entry) && entry.SliceDuration === undefined),
    ),
  ],
  [
    'templates-only-for-transcoded',
    'Refuses templates without transcoded formats.',
    refusing((config) => config.TranscodeTemplates.length > 0 && config.TranscodeRecordFormat.length === 0),
  ],
  [
    'all-templates-alone',
    'Takes five asterisks alone.',
    refusing(
      ({ TranscodeTemplates }) => TranscodeTemplates.length > 1 && TranscodeTemplates.includes('*****'),
    ),
  ],
  [
    'templates-once',
    'Refuses a template that is named twice.',
    refusing(({ TranscodeTemplates }) => new Set(TranscodeTemplates).size < TranscodeTemplates.length),
  ],
  [
    'ten-templates-of-thirty-bytes',
    'Reads "record template length" as that of a name, and refuses an eleventh template with another code.',
    all(
      replacing('template-count', ({ TranscodeTemplates }) =>
        TranscodeTemplates.some((template) => byteLength(template) > 30),
      ),
      refusing(({ TranscodeTemplates }) => TranscodeTemplates.length > 10),
    ),
  ],
  [
    'known-templates-only',
    'Refuses templates that it does not know.',
    refusing(({ TranscodeTemplates }) =>
      TranscodeTemplates.some((template) => !['sd', 'hd', 'ld', 'ud', 'raw', '*****'].includes(template)),
    ),
  ],
];

const texts: readonly ReferenceDecision[] = [
  [
    'ascii-prefixes',
    'Takes ASCII in file names.',
    refusing((config) => prefixesIn(config).some((prefix) => byteLength(prefix) !== prefix.length)),
  ],
  [
    'folders-first',
    'Demands a folder in a file name, and no slash in front.',
    refusing((config) => prefixesIn(config).some((prefix) => !/^[^/]+[/]/.test(prefix))),
  ],
  [
    'variables-after-each-other',
    'Takes each variable once.',
    refusing((config) =>
      prefixesIn(config).some((prefix) => {
        const variables = prefix.match(/\{\w+\}/g) ?? [];
        return new Set(variables).size < variables.length;
      }),
    ),
  ],
  [
    'oss-endpoints-only',
    'Takes endpoints of OSS.',
    refusing(
      ({ OssEndpoint }) =>
        OssEndpoint !== undefined && OssEndpoint !== '' && !/^oss-.*\.aliyuncs\.com$/.test(OssEndpoint),
    ),
  ],
  [
    'names-of-the-console',
    'Takes letters, digits, hyphens and underscores in names.',
    refusing(({ AppName, StreamName }) =>
      [AppName, StreamName].some((name) => name !== undefined && !/^(?:\*|[\w-]{0,255})$/.test(name)),
    ),
  ],
  [
    'cycle-of-the-console',
    'Takes a cycle of 15 minutes to 6 hours.',
    refusing((config) =>
      entriesOf(config).some(
        ({ CycleDuration }) => Number(CycleDuration ?? 900) < 900 || Number(CycleDuration ?? 900) > 21_600,
      ),
    ),
  ],
];

function prefixesIn(config: RecordConfig): readonly string[] {
  return entriesOf(config).flatMap(({ OssObjectPrefix, SliceOssObjectPrefix }) =>
    [OssObjectPrefix, SliceOssObjectPrefix].filter((prefix) => prefix !== undefined),
  );
}

const dayMs = 86_400_000;

const times: readonly ReferenceDecision[] = [
  [
    'both-times-or-none',
    'Takes a start with an end, and an end with a start.',
    refusing(
      (config) =>
        isStreamLevel(config) && (config.StartTime === undefined) !== (config.EndTime === undefined),
    ),
  ],
  [
    'no-times-without-stream',
    'Refuses times where no stream is named.',
    refusing((config) => !isStreamLevel(config) && (config.StartTime ?? config.EndTime) !== undefined),
  ],
  [
    'start-within-a-week',
    'Takes a start from now to seven days from now.',
    refusing((config, { nowMs }) => {
      const startMs = readInstant(config.StartTime);
      return startMs !== undefined && (startMs < nowMs() || startMs > nowMs() + 7 * dayMs);
    }),
  ],
  [
    'any-start',
    'Takes a start in the past, since the stream may have started then.',
    replacing('start-ahead', () => false),
  ],
  ['any-end', 'Takes an end in the past.', replacing('end-ahead', () => false)],
];

const answers: readonly ReferenceDecision[] = [
  [
    'missing-parameter',
    'Answers one code for every parameter that is missing.',
    (parts) => ({
      ...parts,
      errors: {
        ...parts.errors,
        ...Object.fromEntries(
          [
            'MissingDomainName',
            'MissingAppName',
            'MissingOssEndpoint',
            'MissingOssBucket',
            'MissingRecordFormat',
          ].map((code) => [
            code,
            { status: 400, Code: 'MissingParameter', Message: 'A parameter is missing.' },
          ]),
        ),
      },
    }),
  ],
  [
    'bucket-not-found-where-missing',
    'Answers InvalidOssBucket.NotFound where the bucket is left out.',
    answeringCode('MissingOssBucket', {
      Code: 'InvalidOssBucket.NotFound',
      Message: 'The parameter OssBucket does not exist.',
    }),
  ],
  [
    'on-demand-is-an-enum',
    'Answers an unknown OnDemand with a code of the gateway.',
    answeringCode('InvalidOnDemand', { Code: 'InvalidParameter', Message: 'Not one of the enum.' }),
  ],
  [
    'unknown-parameters-refused',
    'Refuses parameters that it does not know.',
    refusing(({ call }) =>
      [...call.parameters.keys()].some((name) => /unknown|undocumented|RegionId|OwnerId/i.test(name)),
    ),
  ],
  ['empty-is-a-value', 'Takes an empty value for a value.', choosing({ emptyMeansAbsent: false })],
  [
    'vod-of-a-stream',
    'Looks for a live-to-VOD configuration of the same stream.',
    using({
      vodKeyOf: ({ DomainName, AppName, StreamName }) =>
        JSON.stringify([DomainName, AppName, StreamName ?? '*']),
    }),
  ],
  [
    'names-in-any-case',
    'Compares names without regard to case.',
    (parts) => ({ ...parts, keyOf: (config, choices) => parts.keyOf(config, choices).toLowerCase() }),
  ],
];

export const readings: readonly ReferenceDecision[] = [...limits, ...lists, ...texts, ...times, ...answers];
