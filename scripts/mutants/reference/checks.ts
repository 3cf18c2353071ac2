/**
 * The reasons to refuse an AddLiveAppRecordConfig call.
 *
 * Source: AddLiveAppRecordConfig, "Request parameters" and "Error codes".
 * Assumed: the order (the page states none), and which broken rule a code stands for where its message does not say.
 */
import type { ReferenceCheck, ReferenceWorld } from './parts.ts';
import { entriesOf, isSliced, isStreamLevel } from './record-config.ts';
import type { FormatEntry, RecordConfig } from './record-config.ts';
import {
  byteLength,
  isBucketName,
  isHostName,
  isOutside,
  lacksSliceVariables,
  lacksTimeVariables,
  readInstant,
} from './readings.ts';

const formats = ['m3u8', 'flv', 'mp4', 'cmaf'];

export const checks: readonly ReferenceCheck[] = [
  { rule: 'domain-required', code: 'MissingDomainName', refuses: (config) => !config.DomainName },
  { rule: 'app-required', code: 'MissingAppName', refuses: (config) => !config.AppName },
  { rule: 'endpoint-required', code: 'MissingOssEndpoint', refuses: (config) => !config.OssEndpoint },
  { rule: 'bucket-required', code: 'MissingOssBucket', refuses: (config) => !config.OssBucket },
  {
    rule: 'some-format-list',
    code: 'MissingRecordFormat',
    refuses: (config, { parts }) =>
      parts.choices.neitherFormatList === 'refused' && entriesOf(config).length === 0,
  },
  {
    rule: 'endpoint-name',
    code: 'InvalidOssEndpoint.Malformed',
    refuses: ({ OssEndpoint }) => OssEndpoint !== undefined && !isHostName(OssEndpoint),
  },
  {
    rule: 'bucket-name',
    code: 'InvalidOssBucket.Malformed',
    refuses: ({ OssBucket }) => OssBucket !== undefined && !isBucketName(OssBucket),
  },
  {
    rule: 'bucket-exists',
    code: 'InvalidOssBucket.NotFound',
    refuses: ({ OssBucket }, world) => OssBucket !== undefined && !world.bucketExists(OssBucket),
  },
  {
    // An entry without a Format says nothing that could be recorded.
    rule: 'format-known',
    code: 'InvalidFormat.Malformed',
    refuses: (config) => entriesOf(config).some(({ Format }) => !formats.includes(Format ?? '')),
  },
  {
    rule: 'format-once',
    code: 'InvalidFormat.IllegalOperation',
    refuses: (config) => repeatsFormat(config.RecordFormat) || repeatsFormat(config.TranscodeRecordFormat),
  },
  {
    rule: 'cycle-range',
    code: 'InvalidCycleDuration.Malformed',
    refuses: (config, { parts }) =>
      entriesOf(config).some((entry) => isOutside(entry.CycleDuration, parts.limits.CycleDuration)),
  },
  {
    rule: 'slice-range',
    code: 'InvalidSliceDuration.Malformed',
    refuses: (config, { parts }) =>
      slicedEntriesOf(config).some((entry) => isOutside(entry.SliceDuration, parts.limits.SliceDuration)),
  },
  {
    rule: 'prefix-required',
    code: 'MissingOssObjectPrefix',
    refuses: (config) => entriesOf(config).some((entry) => entry.OssObjectPrefix === undefined),
  },
  {
    rule: 'prefix-length',
    code: 'InvalidOssObjectPrefix.Malformed',
    refuses: (config, { parts }) =>
      prefixesOf(config).some((prefix) => byteLength(prefix) > parts.limits.OssObjectPrefix),
  },
  {
    rule: 'prefix-variables',
    code: 'InvalidOssObjectPrefix.Malformed',
    refuses: (config) => prefixesOf(config).some(lacksTimeVariables),
  },
  {
    rule: 'slice-prefix-required',
    code: 'MissingSliceOssObjectPrefix',
    refuses: (config) => slicedEntriesOf(config).some((entry) => entry.SliceOssObjectPrefix === undefined),
  },
  {
    rule: 'slice-prefix-length',
    code: 'InvalidSliceOssObjectPrefix.Malformed',
    refuses: (config, { parts }) =>
      slicePrefixesOf(config).some((prefix) => byteLength(prefix) > parts.limits.SliceOssObjectPrefix),
  },
  {
    rule: 'slice-prefix-variables',
    code: 'InvalidSliceOssObjectPrefix.Malformed',
    refuses: (config) => slicePrefixesOf(config).some(lacksSliceVariables),
  },
  {
    rule: 'template-required',
    code: 'MissingTemplate',
    refuses: (config) => config.TranscodeRecordFormat.length > 0 && config.TranscodeTemplates.length === 0,
  },
  {
    rule: 'template-count',
    code: 'InvalidTemplateLength.Malformed',
    refuses: (config, { parts }) => config.TranscodeTemplates.length > parts.limits.TranscodeTemplates,
  },
  {
    rule: 'template-not-raw',
    code: 'InvalidTemplate.ForbidRaw',
    refuses: (config) => config.TranscodeTemplates.includes('raw'),
  },
  {
    rule: 'delay-range',
    code: 'InvalidDelayTime',
    refuses: (config, { parts }) => isOutside(config.DelayTime, parts.limits.DelayTime),
  },
  {
    // The page lists the values and no code for others.
    rule: 'on-demand-value',
    code: 'InvalidOnDemand',
    refuses: ({ OnDemand }) => !['0', '1', '2', '7'].includes(OnDemand ?? '0'),
  },
  {
    rule: 'start-written',
    code: 'InvalidStartTime.Malformed',
    refuses: (config, world) => isMalformedTime(timesOf(config, world).StartTime),
  },
  {
    rule: 'end-written',
    code: 'InvalidEndTime.Malformed',
    refuses: (config, world) => isMalformedTime(timesOf(config, world).EndTime),
  },
  {
    rule: 'start-ahead',
    code: 'InvalidStartTime.Mismatch',
    refuses: (config, world) => isBefore(readInstant(timesOf(config, world).StartTime), world.nowMs()),
  },
  {
    rule: 'end-after-start',
    code: 'InvalidEndTime.Mismatch',
    refuses: (config, world) => {
      const { startMs, endMs } = instantsOf(config, world);
      return startMs !== undefined && endMs !== undefined && endMs <= startMs;
    },
  },
  {
    rule: 'end-ahead',
    code: 'InvalidEndTime.Mismatch',
    refuses: (config, world) => {
      const { endMs } = instantsOf(config, world);
      return endMs !== undefined && endMs <= world.nowMs();
    },
  },
  {
    rule: 'no-vod-config',
    code: 'Live2Vod.ConfigAlreadyExists',
    refuses: (config, world) => world.vods.has(world.parts.vodKeyOf(config)),
  },
  {
    rule: 'triple-free',
    code: 'ConfigAlreadyExists',
    refuses: (config, { configs, parts }) => configs.has(parts.keyOf(config, parts.choices)),
  },
];

/** The code of the first check that refuses, in the order of the parts. */
export function firstRefusal(config: RecordConfig, world: ReferenceWorld): string | undefined {
  return world.parts.checks.find((check) => check.refuses(config, world))?.code;
}

export function slicedEntriesOf(config: RecordConfig): FormatEntry[] {
  return entriesOf(config).filter(isSliced);
}

export function prefixesOf(config: RecordConfig): string[] {
  return entriesOf(config)
    .map((entry) => entry.OssObjectPrefix)
    .filter((prefix) => prefix !== undefined);
}

export function slicePrefixesOf(config: RecordConfig): string[] {
  return slicedEntriesOf(config)
    .map((entry) => entry.SliceOssObjectPrefix)
    .filter((prefix) => prefix !== undefined);
}

export function repeatsFormat(entries: readonly FormatEntry[]): boolean {
  const named = entries.map((entry) => entry.Format).filter((format) => format !== undefined);
  return new Set(named).size < named.length;
}

/** The times that count: none for a configuration that is not of one stream. */
export function timesOf(
  config: RecordConfig,
  { parts }: ReferenceWorld,
): Pick<RecordConfig, 'StartTime' | 'EndTime'> {
  const count = isStreamLevel(config) || !parts.choices.timesNeedStream;
  return count ? config : { StartTime: undefined, EndTime: undefined };
}

/** The times that count and are well written, in milliseconds. */
export function instantsOf(
  config: RecordConfig,
  world: ReferenceWorld,
): { startMs: number | undefined; endMs: number | undefined } {
  const { StartTime, EndTime } = timesOf(config, world);
  return { startMs: readInstant(StartTime), endMs: readInstant(EndTime) };
}

function isMalformedTime(text: string | undefined): boolean {
  return text !== undefined && readInstant(text) === undefined;
}

function isBefore(instantMs: number | undefined, nowMs: number): boolean {
  return instantMs !== undefined && instantMs < nowMs;
}
