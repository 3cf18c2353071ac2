/** The configuration an AddLiveAppRecordConfig call describes, every value still as it was sent. */
import type { Choices } from './choices.ts';
import type { ReferenceCall, Parameters } from './wire.ts';

const entryFields = [
  'Format',
  'CycleDuration',
  'OssObjectPrefix',
  'SliceDuration',
  'SliceOssObjectPrefix',
] as const;

export type FormatEntry = Readonly<Record<(typeof entryFields)[number], string | undefined>>;

const configFields = [
  'DomainName',
  'AppName',
  'OssEndpoint',
  'OssBucket',
  'StreamName',
  'StartTime',
  'EndTime',
  'OnDemand',
  'DelayTime',
] as const;

export interface RecordConfig extends Readonly<Record<(typeof configFields)[number], string | undefined>> {
  readonly call: ReferenceCall;
  readonly RecordFormat: readonly FormatEntry[];
  readonly TranscodeRecordFormat: readonly FormatEntry[];
  readonly TranscodeTemplates: readonly string[];
}

export function readRecordConfig(call: ReferenceCall): RecordConfig {
  return {
    ...pick(configFields, (name) => call.parameters.get(name)),
    call,
    RecordFormat: readEntries(call.parameters, 'RecordFormat'),
    TranscodeRecordFormat: readEntries(call.parameters, 'TranscodeRecordFormat'),
    TranscodeTemplates: readTemplates(call.parameters),
  };
}

/** Entries in the order of their number; a number that was left out leaves no entry. */
function readEntries(parameters: Parameters, list: string): FormatEntry[] {
  const named = new RegExp(`^${list}\\.([1-9]\\d*)\\.(?:${entryFields.join('|')})$`);
  return numbersIn(parameters, named).map((n) =>
    pick(entryFields, (field) => parameters.get(`${list}.${n}.${field}`)),
  );
}

function readTemplates(parameters: Parameters): string[] {
  return numbersIn(parameters, /^TranscodeTemplates\.([1-9]\d*)$/).map(
    (n) => parameters.get(`TranscodeTemplates.${n}`) ?? '',
  );
}

function numbersIn(parameters: Parameters, named: RegExp): number[] {
  const numbers = [...parameters.keys()].map((name) => named.exec(name)?.[1]).filter((n) => n !== undefined);
  return [...new Set(numbers.map(Number))].sort((a, b) => a - b);
}

function pick<Name extends string>(
  names: readonly Name[],
  valueOf: (name: Name) => string | undefined,
): Record<Name, string | undefined> {
  return Object.fromEntries(names.map((name) => [name, valueOf(name)])) as Record<Name, string | undefined>; // fromEntries forgets the names
}

export function entriesOf(config: RecordConfig): FormatEntry[] {
  return [...config.RecordFormat, ...config.TranscodeRecordFormat];
}

export function isSliced(entry: FormatEntry): boolean {
  return entry.Format === 'm3u8' || entry.Format === 'cmaf';
}

/** Whether the configuration is for one stream: only then do its times take effect. */
export function isStreamLevel(config: RecordConfig): boolean {
  return Boolean(config.StreamName) && config.StreamName !== '*';
}

/** The (DomainName, AppName, StreamName) that one configuration at most may have. */
export function tripleOf(config: RecordConfig, choices: Choices): string {
  const stream = config.StreamName ?? (choices.absentStreamMeansAll ? '*' : null);
  return JSON.stringify([config.DomainName, config.AppName, stream]);
}

/** What a live-to-VOD configuration excludes: the whole application. */
export function applicationOf(config: RecordConfig): string {
  return JSON.stringify([config.DomainName, config.AppName]);
}
