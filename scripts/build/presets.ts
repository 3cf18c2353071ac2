/** `node scripts/build/presets.ts`: writes the worlds that come with the package, from the contract. */
import { writeFile } from 'node:fs/promises';
import { mainOperation, readContract, type Contract } from '../../contract/contract.ts';
import { isArray, isObject, type Json, type JsonObject } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { encodeParameters } from '../../contract/wire/parameters.ts';
import { createFetchMock, type FetchMock } from '../../mocks/mock.ts';
import { defaultFixtures } from '../../scenarios/requests/bindings.ts';
import { fillRequest } from '../../scenarios/scenario/placeholders.ts';
import { drawRequests } from '../../scenarios/sequences/random-requests.ts';

const seed = 1;
const count = 200;
const firstDay = Date.UTC(2026, 0, 1);
const hour = 3_600_000;

/** The name of a place, used for its domain, its bucket and its programmes. */
const places = ['harbour', 'meadow', 'summit', 'river', 'lantern', 'orchard', 'station', 'gallery'];
const programmes = ['news', 'sport', 'school', 'concert', 'chess', 'weather', 'market', 'garden'];

/**
 * A world in which 200 configurations of many kinds exist for every account. Each was accepted by the mock, at a different time
 * during the first weeks of 2026.
 */
export async function busyWorld(contract: Contract = readContract()): Promise<string> {
  const operation = mainOperation(contract);
  const mock = createFetchMock({ contract, seed, clock: firstDay });
  const drafts = drawRequests(operation, ['stated', 'implied'], { seed, count: count * 2 });
  for (const [index, draft] of drafts.entries()) {
    mock.clock.advance({ milliseconds: (1 + (index % 7)) * hour });
    const request = fillRequest(draft, bindingsOf(operation, index, mock.clock.now()));
    await add(mock, operation, readable(request) as JsonObject); // an object stays one
  }
  const [made] = mock.state.collections();
  const records = made?.records.slice(0, count) ?? [];
  const collection = made?.collection ?? '';
  const { open, present, absent } = operation.world[collection] ?? { open: false, present: [], absent: [] };
  return [
    '# yaml-language-server: $schema=../schemas/world.schema.json',
    `# ${records.length} configurations that every account starts with. Made by scripts/build/presets.ts; not to be edited by hand.`,
    `${collection}:`,
    `  open: ${open}`,
    ...listOf('present', present),
    ...listOf('absent', absent),
    ...listOf('records', records),
    '',
  ].join('\n');
}

function listOf(name: string, records: readonly JsonObject[]): readonly string[] {
  return records.length === 0
    ? []
    : [`  ${name}:`, ...records.map((record) => `    - ${JSON.stringify(record)}`)];
}

/** Values for the placeholders of a request, names that belong together. */
function bindingsOf(operation: Operation, index: number, now: number) {
  const place = places[index % places.length] ?? '';
  const programme = programmes[Math.floor(index / places.length) % programmes.length] ?? '';
  const fixtures = Object.entries(defaultFixtures(operation)).map(
    ([name, [value = '', ...others]]) =>
      [
        name,
        [value.replace('example', `${place}.example`).replace(/^live-/, `${place}-`), ...others],
      ] as const,
  );
  return { now, unique: `${programme}-${index + 1}`, fixtures: Object.fromEntries(fixtures) };
}

/** Removes random path prefixes, and unrealistic lists. */
function readable(value: Json): Json {
  if (isArray(value)) return value.slice(0, 3).map(readable);
  if (isObject(value))
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, readable(member)]));
  return typeof value === 'string' ? value.replace(/^[^{]*?(?=record\/|\{)/, '') : value;
}

async function add(mock: FetchMock, operation: Operation, request: JsonObject): Promise<void> {
  const action = operation.commonParameters.find(({ role }) => role === 'action')?.name ?? '';
  const pairs = [[action, operation.action] as const, ...encodeParameters(request)].map(([name, value]) => [
    name,
    value,
  ]);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  await mock.handle({ method: 'POST', url: '/', headers, body: new URLSearchParams(pairs).toString() });
}

if (import.meta.main) {
  await writeFile(new URL('../../contract/presets/busy.yaml', import.meta.url), await busyWorld());
}
