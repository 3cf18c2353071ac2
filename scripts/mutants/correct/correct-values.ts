/** Decisions about single values that the documentation leaves open. */
import { instantsOf, prefixesOf, slicePrefixesOf } from '../reference/checks.ts';
import type { ReferenceDecision } from '../reference/parts.ts';
import { entriesOf, isSliced, readRecordConfig } from '../reference/record-config.ts';
import type { RecordConfig } from '../reference/record-config.ts';
import { hasAnyOf, isHostName, isOutside, lacksTimeVariables } from '../reference/readings.ts';
import {
  all,
  answeringCode,
  choosing,
  limiting,
  refusing,
  replacing,
  using,
} from '../reference/variations.ts';

const dayMs = 86_400_000;

function lowerFormats(entries: RecordConfig['RecordFormat']): RecordConfig['RecordFormat'] {
  return entries.map((entry) => ({ ...entry, Format: entry.Format?.toLowerCase() }));
}

const formatLists: readonly ReferenceDecision[] = [
  [
    'formats-in-any-case',
    'Takes M3U8 for m3u8, as the prose of the page spells it.',
    using({
      readConfig: (call) => {
        const config = readRecordConfig(call);
        return {
          ...config,
          RecordFormat: lowerFormats(config.RecordFormat),
          TranscodeRecordFormat: lowerFormats(config.TranscodeRecordFormat),
        };
      },
    }),
  ],
  [
    'no-format-list-malformed',
    'Answers InvalidFormat.Malformed to a call with neither RecordFormat nor TranscodeRecordFormat.',
    answeringCode('MissingRecordFormat', {
      Code: 'InvalidFormat.Malformed',
      Message: 'Specified parameter Format is not valid.',
    }),
  ],
  [
    'slice-duration-needed',
    'Refuses m3u8 and cmaf without SliceDuration, which one sentence demands and another gives a default.',
    replacing('slice-range', (config, { parts }) =>
      entriesOf(config).some(
        (entry) => isSliced(entry) && isOutside(entry.SliceDuration ?? '', parts.limits.SliceDuration),
      ),
    ),
  ],
  [
    'slice-settings-always-checked',
    'Checks SliceDuration of mp4 and flv as well, though it has no effect there.',
    replacing('slice-range', (config, { parts }) =>
      entriesOf(config).some((entry) => isOutside(entry.SliceDuration, parts.limits.SliceDuration)),
    ),
  ],
  [
    'cycle-from-900',
    'Refuses a CycleDuration below 900, the minimum of older documentation.',
    limiting({ CycleDuration: { min: 900, max: 21600 } }),
  ],
  [
    'cycle-without-bounds',
    'Accepts every whole number as CycleDuration.',
    limiting({ CycleDuration: { min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER } }),
  ],
  [
    'raw-in-any-case',
    'Refuses Raw and RAW as it refuses raw.',
    replacing('template-not-raw', (config) =>
      config.TranscodeTemplates.some((template) => template.toLowerCase() === 'raw'),
    ),
  ],
];

const knownVariables = [
  'AppName',
  'StreamName',
  'Sequence',
  'StartTime',
  'EndTime',
  'EscapedStartTime',
  'EscapedEndTime',
];

function hasOthers(prefix: string, known: readonly string[]): boolean {
  return [...prefix.matchAll(/\{([^{}]*)\}/g)].some(([, variable]) => !known.includes(variable ?? ''));
}

const prefixes: readonly ReferenceDecision[] = [
  [
    'known-variables-only',
    'Refuses a prefix with a placeholder that the page does not list, such as {Date}.',
    all(
      refusing('InvalidOssObjectPrefix.Malformed', (config) =>
        prefixesOf(config).some((prefix) => hasOthers(prefix, knownVariables)),
      ),
      refusing('InvalidSliceOssObjectPrefix.Malformed', (config) =>
        slicePrefixesOf(config).some((prefix) =>
          hasOthers(prefix, ['AppName', 'StreamName', 'UnixTimestamp', 'Sequence']),
        ),
      ),
    ),
  ],
  [
    'time-variables-in-pairs',
    'Wants both time variables escaped or both plain.',
    replacing('prefix-variables', (config) =>
      prefixesOf(config).some(
        (prefix) =>
          lacksTimeVariables(prefix) ||
          !(
            (hasAnyOf(prefix, ['StartTime']) && hasAnyOf(prefix, ['EndTime'])) ||
            (hasAnyOf(prefix, ['EscapedStartTime']) && hasAnyOf(prefix, ['EscapedEndTime']))
          ),
      ),
    ),
  ],
];

const times: readonly ReferenceDecision[] = [
  [
    'start-within-weeks',
    'Accepts a StartTime from 7 days ago to 15 days from now, the span of older documentation.',
    replacing('start-ahead', (config, world) => {
      const { startMs } = instantsOf(config, world);
      const aheadMs = (startMs ?? world.nowMs()) - world.nowMs();
      return aheadMs < -7 * dayMs || aheadMs > 15 * dayMs;
    }),
  ],
  [
    'times-always-checked',
    'Checks StartTime and EndTime also where they have no effect, without a StreamName.',
    choosing({ timesNeedStream: false }),
  ],
];

function isRecordName(text: string | undefined): boolean {
  return text === undefined || text === '*' || /^[\w-]{1,251}(?:\*{4})?$/.test(text);
}

const names: readonly ReferenceDecision[] = [
  [
    'strict-bucket-names',
    'Keeps to the naming rules of OSS: lower case, and no masked names.',
    replacing(
      'bucket-name',
      ({ OssBucket }) => OssBucket !== undefined && !/^[a-z\d][a-z\d-]{1,61}[a-z\d]$/.test(OssBucket),
    ),
  ],
  [
    'endpoint-with-scheme',
    'Accepts an OssEndpoint that begins with http:// or https://.',
    replacing(
      'endpoint-name',
      ({ OssEndpoint }) => OssEndpoint !== undefined && !isHostName(OssEndpoint.replace(/^https?:\/\//, '')),
    ),
  ],
  [
    'console-names-only',
    'Refuses AppName and StreamName with other characters than the console allows: letters, digits, - and _.',
    all(
      refusing('InvalidAppName.Malformed', (config) => !isRecordName(config.AppName)),
      refusing('InvalidStreamName.Malformed', (config) => !isRecordName(config.StreamName)),
    ),
  ],
  [
    'on-demand-malformed',
    'Answers InvalidOnDemand.Malformed to an OnDemand that is not 0, 1, 2 or 7.',
    answeringCode('InvalidOnDemand', { Code: 'InvalidOnDemand.Malformed', Message: 'OnDemand is wrong.' }),
  ],
  [
    'empty-is-malformed',
    'Takes an empty value for a malformed one instead of an absent one.',
    choosing({ emptyMeansAbsent: false }),
  ],
];

export const valueDecisions: readonly ReferenceDecision[] = [...formatLists, ...prefixes, ...times, ...names];
