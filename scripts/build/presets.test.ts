import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { expect, test } from 'vitest';
import { mainOperation, readContract } from '../../contract/contract.ts';
import type { JsonObject } from '../../contract/json.ts';
import { findViolations } from '../../contract/schema/violations.ts';
import { createMock } from '../../mocks/index.ts';
import { busyWorld } from './presets.ts';
import { ensureBuilt, startServing } from '../testing/processes.ts';

const file = fileURLToPath(new URL('../../contract/presets/busy.yaml', import.meta.url));
const world = parse(readFileSync(file, 'utf8')) as Readonly<
  Record<string, { records: readonly JsonObject[] }>
>;
const records = world['recordConfigs']?.records ?? [];

test('the busy world holds 200 configurations of many kinds, each as the contract allows it', () => {
  const { rules } = mainOperation(readContract());
  const broken = records.flatMap((record) =>
    findViolations(rules, record, Date.parse(String(record['CreateTime']))).map(({ rule }) => rule.id),
  );

  expect(records).toHaveLength(200);
  expect(broken, 'Run `node scripts/build/presets.ts`.').toEqual([]);
  const kinds = new Set(records.map((record) => Object.keys(record).toSorted().join()));
  expect(kinds.size).toBeGreaterThan(10);
});

test('a mock in the busy world lists them page by page, to every account', async () => {
  const mock = createMock({ world });
  const list = async (parameters: Readonly<Record<string, string>>) => {
    const query = new URLSearchParams({
      Action: 'DescribeLiveRecordConfig',
      DomainName: 'harbour.example.com',
      ...parameters,
    });
    const { answer } = await mock.handle({ method: 'GET', url: `/?${query}`, headers: {}, body: '' });
    return JSON.parse(answer?.body ?? '') as {
      TotalNum: number;
      LiveAppRecordList: { LiveAppRecord: unknown[] };
    };
  };

  const page = await list({ PageNum: '3', PageSize: '10' });
  expect([page.TotalNum, page.LiveAppRecordList.LiveAppRecord.length]).toEqual([25, 5]);
  expect((await list({ AccessKeyId: 'another' })).TotalNum).toBe(25);
});

test('a server starts with it by its name', async () => {
  await ensureBuilt();
  await using server = await startServing(['--world', 'presets/busy.yaml'], { cwd: tmpdir() });
  const query = 'Action=DescribeLiveRecordConfig&DomainName=harbour.example.com';
  expect(await (await fetch(`${server.url}/?${query}`)).json()).toMatchObject({ TotalNum: 25 });
  expect(server.output()).not.toContain('Error');
});

test('the script that makes it makes the same every time', async () => {
  const made = await busyWorld();

  expect(await busyWorld()).toBe(made);
  expect(made.split('\n').length).toBeGreaterThan(200);
});
