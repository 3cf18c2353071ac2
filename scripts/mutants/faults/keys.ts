/** Faulty identity: which configurations count as the same, and which as different. */
import { inCategory } from './fault.ts';
import type { SeededFault, FaultRow } from './fault.ts';
import type { PartsVariation } from '../reference/parts.ts';
import { entriesOf } from '../reference/record-config.ts';
import type { RecordConfig } from '../reference/record-config.ts';
import { keyedBy, refusing } from '../reference/variations.ts';

const streamOf = (config: RecordConfig) => config.StreamName ?? '*';
const lower = (text: string | undefined) => text?.toLowerCase();

const keys: FaultRow[] = [
  {
    name: 'triple-without-domain',
    breaks: 'state',
    also: ['ConfigAlreadyExists', 'accepts'],
    describe: 'Finds duplicates by AppName and StreamName, over all domains.',
    apply: keyedBy((config) => [config.AppName, streamOf(config)]),
  },
  {
    name: 'triple-without-app',
    breaks: 'state',
    also: ['ConfigAlreadyExists', 'accepts'],
    describe: 'Finds duplicates by DomainName and StreamName, over all applications.',
    apply: keyedBy((config) => [config.DomainName, streamOf(config)]),
  },
  {
    name: 'triple-without-stream',
    breaks: 'state',
    also: ['ConfigAlreadyExists', 'accepts'],
    describe: 'Finds duplicates by DomainName and AppName: one configuration per application.',
    apply: keyedBy((config) => [config.DomainName, config.AppName]),
  },
  {
    name: 'triple-by-stream-alone',
    breaks: 'state',
    also: ['ConfigAlreadyExists', 'accepts'],
    describe: 'Finds duplicates by StreamName alone.',
    apply: keyedBy((config) => [streamOf(config)]),
  },
  {
    name: 'triple-with-bucket',
    breaks: 'ConfigAlreadyExists',
    also: ['state'],
    describe: 'Lets a second configuration of the triple pass if it records to another bucket.',
    apply: keyedBy((config) => [config.DomainName, config.AppName, streamOf(config), config.OssBucket]),
  },
  {
    name: 'triple-with-formats',
    breaks: 'ConfigAlreadyExists',
    also: ['state'],
    describe: 'Lets a second configuration of the triple pass if it records other formats.',
    apply: keyedBy((config) => [
      config.DomainName,
      config.AppName,
      streamOf(config),
      entriesOf(config).map((entry) => entry.Format),
    ]),
  },
  {
    name: 'triple-with-start-time',
    breaks: 'ConfigAlreadyExists',
    also: ['state'],
    describe: 'Lets a second configuration of the triple pass if it starts at another time.',
    apply: keyedBy((config) => [config.DomainName, config.AppName, streamOf(config), config.StartTime]),
  },
  {
    name: 'triple-in-any-case',
    breaks: 'state',
    also: ['ConfigAlreadyExists', 'accepts'],
    describe: 'Compares AppName and StreamName without regard to case.',
    apply: keyedBy((config) => [config.DomainName, lower(config.AppName), lower(streamOf(config))]),
  },
  {
    name: 'triple-run-together',
    breaks: 'state',
    also: ['ConfigAlreadyExists', 'accepts'],
    describe: 'Joins the triple without separators, so that (a, bc) and (ab, c) are the same.',
    apply: keyedBy((config) => [`${config.DomainName}${config.AppName}${streamOf(config)}`]),
  },
  {
    name: 'triple-joined-by-hyphens',
    breaks: 'state',
    also: ['ConfigAlreadyExists', 'accepts'],
    describe: 'Joins the triple with hyphens, so that (a-b, c) and (a, b-c) are the same.',
    apply: keyedBy((config) => [`${config.DomainName}-${config.AppName}-${streamOf(config)}`]),
  },
  {
    name: 'triple-cut-short',
    breaks: 'state',
    also: ['ConfigAlreadyExists', 'accepts'],
    describe: 'Compares the first 16 characters of StreamName only.',
    apply: keyedBy((config) => [config.DomainName, config.AppName, streamOf(config).slice(0, 16)]),
  },
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
