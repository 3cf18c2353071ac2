/** Faulty care for live-to-VOD configurations, which must not share an application with a recording. */
import { inCategory } from './fault.ts';
import type { SeededFault, FaultRow } from './fault.ts';
import { accepted } from '../reference/parts.ts';
import { store } from '../reference/server.ts';
import { adding, exchanging, replacing, using } from '../reference/variations.ts';

const vods: FaultRow[] = [
  {
    name: 'vod-blocks-its-domain',
    breaks: 'Live2Vod.ConfigAlreadyExists',
    also: ['state', 'accepts'],
    describe: 'Refuses every application of a domain that has a live-to-VOD configuration for one.',
    apply: using({ vodKeyOf: (config) => config.DomainName ?? '' }),
  },
  {
    name: 'vod-ignored-for-streams',
    breaks: 'Live2Vod.ConfigAlreadyExists',
    describe: 'Looks for a live-to-VOD configuration only where no StreamName is given.',
    apply: replacing(
      'no-vod-config',
      (config, world) => config.StreamName === undefined && world.vods.has(world.parts.vodKeyOf(config)),
    ),
  },
  {
    name: 'vod-refused-but-stored',
    breaks: 'Live2Vod.ConfigAlreadyExists',
    also: ['state'],
    describe: 'Stores a configuration that a live-to-VOD configuration stands in the way of.',
    apply: adding((add) => async (config, world) => {
      const outcome = await add(config, world);
      if (outcome.kind === 'refused' && outcome.code.startsWith('Live2Vod')) store(config, world);
      return outcome;
    }),
  },
  {
    name: 'vod-conflict-for-good',
    breaks: 'Live2Vod.ConfigAlreadyExists',
    also: ['state'],
    describe: 'Refuses an application although its live-to-VOD configuration was removed.',
    apply: exchanging('DeleteLiveRecordVodConfig', () => accepted),
  },
];

export const vodFaults: readonly SeededFault[] = inCategory('live-to-VOD configurations', vods);
