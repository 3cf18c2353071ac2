/** Faulty identity: which configurations count as the same, and which as different. */
import { inCategory } from './fault.ts';
import type { SeededFault, FaultRow } from './fault.ts';
import type { PartsVariation } from '../reference/parts.ts';
import { entriesOf } from '../reference/record-config.ts';
import type { RecordConfig } from '../reference/record-config.ts';
import { keyedBy, refusing } from '../reference/variations.ts';

const streamOf = (config: RecordConfig) => config.StreamName ?? '*';
const lower = (text: string | undefined) => text?.toLowerCase();

type KeyOf = Parameters<typeof keyedBy>[0];

/** A key by which different configurations are the same. */
function mergingKey(name: string, describe: string, keyOf: KeyOf): FaultRow {
  return { name, breaks: 'state', also: ['ConfigAlreadyExists', 'accepts'], describe, apply: keyedBy(keyOf) };
}

/** A key by which the same configuration is several. */
function splittingKey(name: string, describe: string, keyOf: KeyOf): FaultRow {
  return { name, breaks: 'ConfigAlreadyExists', also: ['state'], describe, apply: keyedBy(keyOf) };
}

const keys: FaultRow[] = [
  mergingKey(
    'triple-without-domain',
    'Finds duplicates by AppName and StreamName, over all domains.',
    (config) => [config.AppName, streamOf(config)],
  ),
  mergingKey(
    'triple-without-app',
    'Finds duplicates by DomainName and StreamName, over all applications.',
    (config) => [config.DomainName, streamOf(config)],
  ),
  mergingKey(
    'triple-without-stream',
    'Finds duplicates by DomainName and AppName: one configuration per application.',
    (config) => [config.DomainName, config.AppName],
  ),
  mergingKey('triple-by-stream-alone', 'Finds duplicates by StreamName alone.', (config) => [
    streamOf(config),
  ]),
  splittingKey(
    'triple-with-bucket',
    'Lets a second configuration of the triple pass if it records to another bucket.',
    (config) => [config.DomainName, config.AppName, streamOf(config), config.OssBucket],
  ),
  splittingKey(
    'triple-with-formats',
    'Lets a second configuration of the triple pass if it records other formats.',
    (config) => [
      config.DomainName,
      config.AppName,
      streamOf(config),
      entriesOf(config).map((entry) => entry.Format),
    ],
  ),
  splittingKey(
    'triple-with-start-time',
    'Lets a second configuration of the triple pass if it starts at another time.',
    (config) => [config.DomainName, config.AppName, streamOf(config), config.StartTime],
  ),
  mergingKey('triple-in-any-case', 'Compares AppName and StreamName without regard to case.', (config) => [
    config.DomainName,
    lower(config.AppName),
    lower(streamOf(config)),
  ]),
  mergingKey(
    'triple-run-together',
    'Joins the triple without separators, so that (a, bc) and (ab, c) are the same.',
    (config) => [`${config.DomainName}${config.AppName}${streamOf(config)}`],
  ),
  mergingKey(
    'triple-joined-by-hyphens',
    'Joins the triple with hyphens, so that (a-b, c) and (a, b-c) are the same.',
    (config) => [`${config.DomainName}-${config.AppName}-${streamOf(config)}`],
  ),
  mergingKey('triple-cut-short', 'Compares the first 16 characters of StreamName only.', (config) => [
    config.DomainName,
    config.AppName,
    streamOf(config).slice(0, 16),
  ]),
  mergingKey(
    'triple-in-any-order',
    'Compares the parts of the triple sorted, so that application a with stream b is application b with stream a.',
    (config) =>
      [config.AppName, config.DomainName, streamOf(config)]
        .map(String)
        .toSorted((a, b) => a.localeCompare(b)),
  ),
  mergingKey(
    'triple-hyphen-for-underscore',
    'Compares names with every underscore as a hyphen.',
    (config) => [
      config.DomainName,
      config.AppName?.replaceAll('_', '-'),
      streamOf(config).replaceAll('_', '-'),
    ],
  ),
  mergingKey('triple-digits-as-numbers', 'Compares a StreamName of digits as a number.', (config) => [
    config.DomainName,
    config.AppName,
    /^\d+$/.test(streamOf(config)) ? Number(streamOf(config)) : streamOf(config),
  ]),
];

const asAllStreams = (config: RecordConfig) => ({ ...config, StreamName: '*' });
const asAllApps = (config: RecordConfig) => ({ ...config, AppName: '*' });

function refusingIfStored(as: (config: RecordConfig) => RecordConfig): PartsVariation {
  return refusing('ConfigAlreadyExists', (config, { configs, parts }) =>
    configs.has(parts.keyOf(as(config), parts.choices)),
  );
}

const wildcards: FaultRow[] = [
  {
    name: 'all-streams-cover-each',
    breaks: 'state',
    also: ['ConfigAlreadyExists', 'accepts'],
    describe: 'Refuses a stream whose application has a configuration for all streams.',
    apply: refusingIfStored(asAllStreams),
  },
  {
    name: 'all-apps-cover-each',
    breaks: 'state',
    also: ['ConfigAlreadyExists', 'accepts'],
    describe: 'Refuses an application whose domain has a configuration for all applications.',
    apply: refusingIfStored(asAllApps),
  },
];

export const keyFaults: readonly SeededFault[] = [
  ...inCategory('triple mistaken', keys),
  ...inCategory('wildcard mistaken', wildcards),
];
