/** What real clients make of each fault, over HTTP and through MSW, as docs/faults.md says. */
import { readFileSync } from 'node:fs';
import { setupServer } from 'msw/node';
import { expect, onTestFinished, test } from 'vitest';
import { faultClients } from '../fixtures/fault-clients.ts';
import { createMock, faultNames, type FaultName, type FaultRule, type Mock } from '../index.ts';
import { mswTransport } from './transports.ts';
import { startServer } from '../server/server.ts';

const page = readFileSync(new URL('../../docs/faults.md', import.meta.url), 'utf8');
const clients = Object.keys(faultClients);

/** Far longer than any client waits; by a clock that stands still it takes no time. */
const settings: Partial<Record<FaultName, object>> = {
  latency: { latencyMs: 60_000 },
  'slow-body': { latencyMs: 60_000 },
  error: { error: 'InvalidDelayTime' },
};

test.concurrent.for(faultNames)('%s, over HTTP', async (fault) => {
  const mock = createMock({ clock: 'virtual' });
  await using server = await startServer(mock, { port: 0 });
  mock.faults.add({ fault, ...settings[fault] } as FaultRule);

  expect(await rowOf(fault, mock, server.url)).toBe(documentedRow('Over HTTP', fault));
});

test.for(faultNames.filter((fault) => mswTransport.faults.has(fault)))('%s, through MSW', async (fault) => {
  const mock = createMock({ clock: 'virtual' });
  const server = setupServer(...mock.handlers);
  server.listen({ onUnhandledFrame: 'error' });
  onTestFinished(() => server.close());
  mock.faults.add({ fault, ...settings[fault] } as FaultRule);

  expect(await rowOf(fault, mock, 'https://live.aliyuncs.com')).toBe(documentedRow('Through MSW', fault));
});

/** A line of the table: the fault, whether the call was carried out, and what each client tells. */
async function rowOf(fault: FaultName, mock: Mock, endpoint: string): Promise<string> {
  const told = await Promise.all(
    Object.values(faultClients).map((call, index) => call(endpoint, { ...valid, AppName: `app-${index}` })),
  );
  const records = mock.state.collections().flatMap(({ records: all }) => all).length;
  expect([0, clients.length]).toContain(records);
  return `| \`${fault}\` | ${records > 0 ? 'yes' : 'no'} | ${told.join(' | ')} |`;
}

function documentedRow(heading: string, fault: FaultName): string {
  const section = page.split(/^#+ /m).find((one) => one.startsWith(heading)) ?? '';
  const row = section.split('\n').find((line) => line.startsWith(`| \`${fault}\``)) ?? '';
  // Prettier aligns the columns.
  return row.replaceAll(/ +\|/g, ' |').replaceAll(/\| +/g, '| ');
}

const valid = {
  DomainName: 'example.com',
  OssEndpoint: 'oss-cn-shanghai.aliyuncs.com',
  OssBucket: 'live-bucket',
  'RecordFormat.1.Format': 'mp4',
  'RecordFormat.1.OssObjectPrefix': 'record/{StartTime}_{EndTime}',
};
