/** A server that follows the page to the letter, and decides otherwise wherever the page leaves something open. */
import { byteLength } from '../reference/readings.ts';
import type { ReferenceCheck, PartsVariation } from '../reference/parts.ts';
import { entriesOf, isSliced, readRecordConfig } from '../reference/record-config.ts';
import { createFixedWindow } from '../reference/limiters.ts';
import {
  all,
  answeringCode,
  choosing,
  limiting,
  refusing,
  replacing,
  using,
} from '../reference/variations.ts';

function isPlainName(text: string | undefined): boolean {
  return text === undefined || text === '*' || /^[\w-]{1,255}$/.test(text);
}

/** Lists whose numbers do not count upward from 1. */
const hasGaps: ReferenceCheck['refuses'] = ({ call }) => {
  const lists = Map.groupBy(
    [...call.parameters.keys()].flatMap((name) => {
      const [, list, number] = /^(\w+)\.(\d+)(?:\.|$)/.exec(name) ?? [];
      return list === undefined ? [] : [{ list, number: Number(number) }];
    }),
    ({ list }) => list,
  );
  return [...lists.values()].some(
    (items) =>
      Math.max(...items.map(({ number }) => number)) > new Set(items.map(({ number }) => number)).size,
  );
};

const lists: PartsVariation = all(
  refusing('InvalidParameter', hasGaps),
  refusing('InvalidParameter.TooMany', (config) =>
    [config.RecordFormat, config.TranscodeRecordFormat].some((entries) => entries.length > 3),
  ),
  refusing('InvalidParameter.NoEffect', (config) =>
    entriesOf(config).some(
      (entry) =>
        !isSliced(entry) && (entry.SliceDuration !== undefined || entry.SliceOssObjectPrefix !== undefined),
    ),
  ),
  refusing(
    'InvalidParameter.Templates',
    ({ TranscodeTemplates, TranscodeRecordFormat }) =>
      (TranscodeTemplates.length > 0 && TranscodeRecordFormat.length === 0) ||
      (TranscodeTemplates.length > 1 && TranscodeTemplates.includes('*****')),
  ),
  answeringCode('MissingRecordFormat', { Code: 'InvalidFormat.Malformed', Message: 'No list.' }),
);

const texts: PartsVariation = all(
  // The page counts the bytes of the name that comes out, which nobody knows beforehand.
  limiting({ OssObjectPrefix: 4096, SliceOssObjectPrefix: 4096, CycleDuration: { min: 900, max: 86_400 } }),
  refusing('InvalidParameter.Characters', (config) =>
    entriesOf(config).some((entry) =>
      [entry.OssObjectPrefix, entry.SliceOssObjectPrefix].some(
        (prefix) => prefix !== undefined && byteLength(prefix) !== prefix.length,
      ),
    ),
  ),
  refusing('InvalidName', ({ AppName, StreamName }) => !isPlainName(AppName) || !isPlainName(StreamName)),
);

/** A gateway that answers for types before the operation sees a value. */
const types: PartsVariation = (parts) => ({
  ...parts,
  checks: [
    {
      rule: 'types',
      code: 'InvalidParameterType',
      refuses: (config) =>
        [
          config.DelayTime,
          config.OnDemand,
          ...entriesOf(config).flatMap((entry) => [entry.SliceDuration, entry.CycleDuration]),
        ].some((text) => text !== undefined && !/^-?\d+$/.test(text)),
    },
    ...parts.checks,
  ],
  errors: {
    ...parts.errors,
    InvalidParameterType: { status: 400, Code: 'InvalidParameterType', Message: 'Not an integer.' },
  },
});

const limits: PartsVariation = all(
  using({ createLimiter: (size) => createFixedWindow(size) }),
  answeringCode('Throttling.User', { status: 503, Code: 'Throttling', Message: 'Slow down.' }),
);

const state: PartsVariation = all(
  answeringCode('MissingOssBucket', {
    Code: 'InvalidOssBucket.NotFound',
    Message: 'The parameter OssBucket does not exist.',
  }),
  answeringCode('InvalidOnDemand', { Code: 'InvalidParameter.OnDemand', Message: 'Not one of four.' }),
  replacing('start-ahead', () => false),
  replacing('end-ahead', () => false),
  choosing({ timesNeedStream: false, absentStreamMeansAll: false, emptyMeansAbsent: false }),
  using({
    vodKeyOf: ({ DomainName, AppName, StreamName }) =>
      JSON.stringify([DomainName, AppName, StreamName ?? '*']),
    keyOf: ({ DomainName, AppName, StreamName }) =>
      JSON.stringify([DomainName, AppName, StreamName]).toLowerCase(),
    readConfig: (call) => readRecordConfig(call),
  }),
);

export const otherwise: PartsVariation = all(lists, texts, types, limits, state);
