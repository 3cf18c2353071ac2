/** Faulty reading of requests: parts of the wire not read, and valid calls refused. */
import { inCategory, kebab } from './fault.ts';
import type { SeededFault, FaultRow } from './fault.ts';
import { entryCodes } from './lists.ts';
import { refused } from '../reference/parts.ts';
import type { ReferenceOperation, PartsVariation } from '../reference/parts.ts';
import { entriesOf, readRecordConfig } from '../reference/record-config.ts';
import type { RecordConfig } from '../reference/record-config.ts';
import { isHostName } from '../reference/readings.ts';
import { refusing, replacing, using } from '../reference/variations.ts';
import { readForm, readQuery, readQueryAndForm } from '../reference/wire.ts';
import type { ReadSent } from '../reference/wire.ts';

/** Reads `+` as itself, as a decoder for paths does, in the place of a space. */
const readPlusAsPlus: ReadSent = async (request) => {
  const body = await request.clone().text();
  const plain = new Request(request.url.replaceAll('+', '%2B'), {
    method: request.method,
    headers: request.headers,
    ...(body === '' ? {} : { body: body.replaceAll('+', '%2B') }),
  });
  return readQueryAndForm(plain);
};

/** Decodes the bytes of a value one by one. */
const readLatin1: ReadSent = async (request) => {
  const parameters = await readQueryAndForm(request);
  return new Map([...parameters].map(([name, value]) => [name, Buffer.from(value).toString('latin1')]));
};

const readEitherFormOrQuery: ReadSent = async (request) => {
  const form = await readForm(request);
  return new Map(form.length > 0 ? form : readQuery(request));
};

function refusingMethod(method: string): PartsVariation {
  const refuse =
    (operation: ReferenceOperation): ReferenceOperation =>
    (call, world) =>
      call.method === method ? refused('UnsupportedHTTPMethod') : operation(call, world);
  return (parts) => ({
    ...parts,
    operations: Object.fromEntries(
      Object.entries(parts.operations).map(([action, operation]) => [action, refuse(operation)]),
    ),
  });
}

const knownNames = new RegExp(
  `^(?:${[
    'Action|Version|Format|AccessKeyId|Signature\\w*|Timestamp|SecurityToken',
    'DomainName|AppName|OssEndpoint|OssBucket|StreamName|StartTime|EndTime|OnDemand|DelayTime',
    '(?:Transcode)?RecordFormat\\..+|TranscodeTemplates\\..+',
  ].join('|')})$`,
);

const transport: FaultRow[] = [
  {
    name: 'form-ignored',
    breaks: 'accepts',
    describe: 'Reads the query and ignores a form in the body.',
    apply: using({ readParameters: async (request) => new Map(readQuery(request)) }),
  },
  {
    name: 'query-ignored-with-a-form',
    breaks: 'accepts',
    describe: 'Reads the query only where there is no form in the body.',
    apply: using({ readParameters: readEitherFormOrQuery }),
  },
  {
    name: 'get-refused',
    breaks: 'accepts',
    describe: 'Refuses GET.',
    apply: refusingMethod('GET'),
  },
  {
    name: 'post-refused',
    breaks: 'accepts',
    describe: 'Refuses POST.',
    apply: refusingMethod('POST'),
  },
  {
    name: 'unknown-parameters-refused',
    breaks: 'accepts',
    describe: 'Refuses a parameter that it does not know, such as the RegionId that many clients add.',
    apply: refusing('InvalidParameter', ({ call }) =>
      [...call.parameters.keys()].some((name) => !knownNames.test(name)),
    ),
  },
  {
    name: 'plus-not-decoded',
    breaks: 'state',
    also: ['accepts', 'ConfigAlreadyExists'],
    describe: 'Keeps a + where it stands for a space, so that two spellings of a stream are two streams.',
    apply: using({ readParameters: readPlusAsPlus }),
  },
  {
    name: 'utf-8-read-as-latin-1',
    breaks: 'accepts',
    also: ['InvalidOssObjectPrefix.Malformed'],
    describe: 'Decodes UTF-8 as Latin-1, which doubles the bytes of what is not ASCII.',
    apply: using({ readParameters: readLatin1 }),
  },
];

function withLists(change: (config: RecordConfig) => Partial<RecordConfig>): PartsVariation {
  return using({
    readConfig: (call) => {
      const config = readRecordConfig(call);
      return { ...config, ...change(config) };
    },
  });
}

const lists: FaultRow[] = [
  {
    name: 'lists-numbered-from-zero',
    breaks: 'InvalidFormat.Malformed',
    also: [
      ...entryCodes,
      'InvalidFormat.IllegalOperation',
      'InvalidTemplate.ForbidRaw',
      'InvalidTemplateLength.Malformed',
    ],
    describe: 'Counts from zero to below the length of a list, and so never reads its last entry of several.',
    apply: withLists((config) => ({
      RecordFormat: withoutLast(config.RecordFormat),
      TranscodeRecordFormat: withoutLast(config.TranscodeRecordFormat),
      TranscodeTemplates: withoutLast(config.TranscodeTemplates),
    })),
  },
  {
    name: 'transcode-record-format-not-read',
    breaks: 'MissingTemplate',
    also: ['accepts', ...entryCodes, 'InvalidFormat.IllegalOperation'],
    describe: 'Does not read TranscodeRecordFormat at all.',
    apply: withLists(() => ({ TranscodeRecordFormat: [] })),
  },
  {
    name: 'templates-read-from-the-format',
    breaks: 'accepts',
    also: ['MissingTemplate', 'InvalidTemplate.ForbidRaw', 'InvalidTemplateLength.Malformed'],
    describe: 'Looks for templates in TranscodeRecordFormat.N.TranscodeTemplates instead of at the top.',
    apply: withLists(({ call }) => ({
      TranscodeTemplates: [...call.parameters]
        .filter(([name]) => /^TranscodeRecordFormat\.\d+\.TranscodeTemplates/.test(name))
        .map(([, template]) => template),
    })),
  },
];

function withoutLast<T>(list: readonly T[]): readonly T[] {
  return list.length > 1 ? list.slice(0, -1) : list;
}

const optionalFields = ['StreamName', 'OnDemand', 'DelayTime'] as const;

const optionalRequired: FaultRow[] = [
  ...optionalFields.map((field) => ({
    name: `${kebab(field)}-required`,
    breaks: 'accepts' as const,
    describe: `Refuses a call without ${field}, which is optional.`,
    apply: refusing(`Missing${field}`, (config) => config[field] === undefined),
  })),
  {
    name: 'cycle-duration-required',
    breaks: 'accepts',
    describe: 'Refuses an entry without CycleDuration, which has a default.',
    apply: refusing('MissingCycleDuration', (config) =>
      entriesOf(config).some((entry) => entry.CycleDuration === undefined),
    ),
  },
  {
    name: 'start-time-required',
    breaks: 'accepts',
    describe: 'Refuses a call without StartTime, which is optional.',
    apply: refusing('MissingStartTime', (config) => config.StartTime === undefined),
  },
  {
    name: 'record-format-required',
    breaks: 'accepts',
    describe: 'Refuses TranscodeRecordFormat without RecordFormat, where either is enough.',
    apply: refusing('MissingRecordFormat', (config) => config.RecordFormat.length === 0),
  },
  {
    name: 'one-format-list-only',
    breaks: 'accepts',
    also: ['InvalidFormat.IllegalOperation'],
    describe: 'Refuses RecordFormat together with TranscodeRecordFormat.',
    apply: refusing(
      'InvalidFormat.IllegalOperation',
      (config) => config.RecordFormat.length > 0 && config.TranscodeRecordFormat.length > 0,
    ),
  },
];

const valuesRefused: FaultRow[] = [
  {
    name: 'all-streams-refused',
    breaks: 'accepts',
    describe: 'Refuses * as StreamName.',
    apply: refusing('InvalidParameter', (config) => config.StreamName === '*'),
  },
  {
    name: 'all-apps-refused',
    breaks: 'accepts',
    describe: 'Refuses * as AppName.',
    apply: refusing('InvalidParameter', (config) => config.AppName === '*'),
  },
  {
    name: 'all-templates-refused',
    breaks: 'accepts',
    describe: 'Refuses the five asterisks that stand for all templates.',
    apply: refusing('InvalidTemplateLength.Malformed', (c) => c.TranscodeTemplates.includes('*****')),
  },
  ...[
    { values: ['7'], name: 'manual-recording-refused' },
    { values: ['2'], name: 'recording-by-stream-parameters-refused' },
    { values: ['1', '2', '7'], name: 'on-demand-recording-refused' },
    { values: ['0'], name: 'automatic-recording-refused' },
  ].map(({ values, name }) => ({
    name,
    breaks: 'accepts' as const,
    describe: `Refuses OnDemand ${values.join(' and ')}.`,
    apply: refusing('InvalidParameter', (config) => values.includes(config.OnDemand ?? '')),
  })),
];

const names: FaultRow[] = [
  {
    name: 'endpoint-any-text-with-a-dot',
    breaks: 'InvalidOssEndpoint.Malformed',
    describe: 'Accepts any text with a dot in it as OssEndpoint, spaces included.',
    apply: replacing(
      'endpoint-name',
      ({ OssEndpoint }) => OssEndpoint !== undefined && !OssEndpoint.includes('.'),
    ),
  },
  {
    name: 'endpoint-with-symbols',
    breaks: 'InvalidOssEndpoint.Malformed',
    describe: 'Accepts symbols such as ! within the labels of OssEndpoint.',
    apply: replacing(
      'endpoint-name',
      ({ OssEndpoint }) =>
        OssEndpoint !== undefined && !isHostName(OssEndpoint.replaceAll(/[^a-z\d.-]/gi, 'x')),
    ),
  },
  {
    name: 'bucket-any-characters',
    breaks: 'InvalidOssBucket.Malformed',
    describe: 'Checks the length of OssBucket and not its characters.',
    apply: replacing(
      'bucket-name',
      ({ OssBucket }) => OssBucket !== undefined && (OssBucket.length < 3 || OssBucket.length > 63),
    ),
  },
];

export const requestFaults: readonly SeededFault[] = [
  ...inCategory('request not read', [...transport, ...lists]),
  ...inCategory('valid call refused', [...optionalRequired, ...valuesRefused]),
  ...inCategory('name misread', names),
];
