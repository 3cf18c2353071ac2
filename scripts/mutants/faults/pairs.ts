/** Faulty combinations: two values that are each allowed, refused beside each other. */
import { inCategory } from './fault.ts';
import type { SeededFault, FaultRow } from './fault.ts';
import { entriesOf } from '../reference/record-config.ts';
import { refusing, seeing } from '../reference/variations.ts';

const pairs: FaultRow[] = [
  {
    name: 'manual-recording-refused-with-a-delay',
    breaks: 'accepts',
    describe: 'Refuses OnDemand 7 where DelayTime is given.',
    apply: refusing(
      'InvalidParameter',
      ({ OnDemand, DelayTime }) => OnDemand === '7' && DelayTime !== undefined,
    ),
  },
  {
    name: 'cmaf-refused-with-an-end',
    breaks: 'accepts',
    describe: 'Refuses the format cmaf where EndTime is given.',
    apply: refusing(
      'InvalidFormat.IllegalOperation',
      (config) => config.EndTime !== undefined && entriesOf(config).some(({ Format }) => Format === 'cmaf'),
    ),
  },
  {
    name: 'all-apps-refused-with-transcoding',
    breaks: 'accepts',
    describe: 'Refuses * as AppName where TranscodeRecordFormat is given.',
    apply: refusing(
      'InvalidParameter',
      ({ AppName, TranscodeRecordFormat }) => AppName === '*' && TranscodeRecordFormat.length > 0,
    ),
  },
  {
    name: 'all-templates-refused-for-a-stream',
    breaks: 'accepts',
    describe: 'Refuses the five asterisks for all templates where StreamName names one stream.',
    apply: refusing(
      'InvalidParameter',
      ({ StreamName = '*', TranscodeTemplates }) =>
        StreamName !== '*' && TranscodeTemplates.includes('*****'),
    ),
  },
];

const overlooked: FaultRow[] = [
  {
    name: 'delay-time-unchecked-for-manual-recording',
    breaks: 'InvalidDelayTime',
    describe: 'Does not look at DelayTime where OnDemand is 7.',
    apply: seeing('InvalidDelayTime', (config) =>
      config.OnDemand === '7' ? { ...config, DelayTime: undefined } : config,
    ),
  },
];

export const pairFaults: readonly SeededFault[] = [
  ...inCategory('two valid values refused together', pairs),
  ...inCategory('a value overlooked beside another', overlooked),
];
