/** Operations whose records are told apart by one of a few values, and lists of objects that are limited: all of it from two files each. */
import { describe, expect, test } from 'vitest';
import { buildDocument } from '../../contract/build/document.ts';
import { readContract, type Contract } from '../../contract/contract.ts';
import type { Json, JsonObject } from '../../contract/json.ts';
import { common } from '../../contract/openapi/common.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { generateScenarios } from '../../scenarios/generate.ts';
import { randomScenarios } from '../../scenarios/sequences/random-requests.ts';
import type { Scenario } from '../../scenarios/scenario/scenario.ts';
import { reportOfMock } from '../testing/report-of-mock.ts';

const slots = ['morning', 'noon', 'evening'];
const stated = { 'x-evidence': 'stated', 'x-source': 'Error codes' };

interface Made {
  readonly operation: string;
  readonly parameters: readonly JsonObject[];
  /** Readings, by what they are about. */
  readonly readings: Readonly<Record<string, JsonObject>>;
  readonly effect: JsonObject;
  readonly preconditions?: readonly JsonObject[];
}

/** Two files, as they would be read: the page and its overlay. */
function documentOf({ operation, parameters, readings, effect, preconditions = [] }: Made): JsonObject {
  const page = {
    operation,
    version: '2026-03-04',
    page: { title: `Slots, ${operation}`, updated: '2026-03-04' },
    summary: 'Keep slots of a venue',
    parameters,
    response: [{ name: 'RequestId', type: 'string', example: '16A96B9A-F203-4EC5-8E43-CB92E68F4CD8' }],
    errors: [
      { status: 409, code: 'Slot.Taken', message: 'The slot is taken.' },
      { status: 400, code: 'Slot.Unknown', message: 'There is no such slot.' },
      { status: 400, code: 'Guests.TooMany', message: 'So many do not fit in.' },
      { status: 400, code: 'Meal.Twice', message: 'A meal is served once.' },
      { status: 400, code: 'Guest.Nameless', message: 'A guest has a name.' },
    ],
  };
  const overlay = {
    overlay: '1.0.0',
    actions: [
      { target: '$.components.schemas.Request', update: { 'x-error': { required: 'Missing{name}' } } },
      ...Object.entries(readings).map(([name, update]) => ({
        target: `$.components.schemas.Request.properties.${name}`,
        update,
      })),
      {
        target: "$.paths['/'].post",
        update: { 'x-preconditions': preconditions, 'x-effect': { ...effect, ...stated } },
      },
    ],
  };
  return buildDocument({ page, common, overlays: [overlay] });
}

const venue = { name: 'Venue', type: 'string', required: true, example: 'hall' };
const slot = { name: 'Slot', type: 'string', required: true, values: slots, example: 'noon' };
const fixture = { 'x-fixture': { name: 'venue', value: 'hall' } };
const unknown = { 'x-error': 'Slot.Unknown' };

function contractOf(
  key: readonly string[],
  more: Partial<Pick<Made, 'parameters' | 'readings'>> = {},
): Contract {
  const parameters = [venue, slot, ...(more.parameters ?? [])];
  const named = parameters.filter(({ name }) => key.includes(String(name)));
  const readings = { Venue: fixture, Slot: unknown };
  return readContract([
    documentOf({
      operation: 'BookSlot',
      parameters,
      readings: { ...readings, ...more.readings },
      effect: { create: 'slots', key: [...key] },
      preconditions: [{ absent: 'slots', key: [...key], error: 'Slot.Taken', ...stated }],
    }),
    documentOf({
      operation: 'CancelSlot',
      parameters: named,
      readings,
      effect: { remove: 'slots', key: [...key] },
    }),
  ]);
}

const label = { name: 'Label', type: 'string', required: true, example: 'wedding' };

/** Scenarios of the operation that books, and what the mock's answers to them are worth. */
async function play(
  contract: Contract,
  generate: (operation: Operation, contract: Contract) => readonly Scenario[] = generateScenarios,
): Promise<{
  readonly operation: Operation;
  readonly scenarios: readonly Scenario[];
  readonly failures: readonly string[];
  readonly skipped: readonly string[];
}> {
  const [operation] = contract.values();
  if (!operation) throw new Error('Failed to play: the contract is empty.');
  const scenarios = generate(operation, contract);
  const report = await reportOfMock(contract, operation, scenarios);
  return {
    operation,
    scenarios,
    failures: report.failures.map(({ id, verdict }) => `${id}: ${verdict}`),
    skipped: report.skipped.map(({ id, reason }) => `${id}: ${reason}`),
  };
}

function sentBy(scenarios: readonly Scenario[], id: string): readonly Readonly<Record<string, string>>[] {
  const scenario = scenarios.find((one) => one.id === id);
  const steps = scenario?.act.kind === 'sequence' ? scenario.act.steps : [];
  return [...(scenario?.arrange ?? []), ...steps].map(({ parameters }) => parameters);
}

describe('a key of which one part is a name and another one of a few values', async () => {
  const { scenarios, failures, skipped } = await play(
    contractOf(['Venue', 'Label', 'Slot'], { parameters: [label] }),
  );

  test('is played as documented', () => {
    expect(failures).toEqual([]);
    expect(skipped).toEqual([]);
    expect(scenarios.length).toBeGreaterThan(30);
  });

  test('is another key with another of the values, and never with an invalid value', () => {
    const values = sentBy(scenarios, 'slots/other-slot').map(({ Slot }) => Slot);

    expect(new Set(values)).toEqual(new Set(['morning', 'noon']));
    expect(sentBy(scenarios, 'slots/other-label').map(({ Label }) => Label)).toEqual([
      '${unique}-other',
      '${unique}',
    ]);
  });
});

describe('a key in which nothing is a name', async () => {
  const { scenarios, failures, skipped } = await play(contractOf(['Venue', 'Slot']));

  test('is played as documented', () => {
    expect(failures).toEqual([]);
    expect(skipped).toEqual([]);
    expect(scenarios.length).toBeGreaterThan(20);
  });

  test('has every slot that a scenario books cancelled before', () => {
    const calls = sentBy(scenarios, 'slots/other-slot').map(({ Slot }) => Slot ?? '');

    // Two are cancelled, then two booked.
    expect(calls.length).toBe(4);
    expect(calls.slice(0, 2).toSorted()).toEqual(calls.slice(2).toSorted());
  });
});

describe('a key that is one of a few values, or left out', async () => {
  const optional = { ...slot, required: false, default: 'noon' };
  const contract = readContract([
    documentOf({
      operation: 'BookSlot',
      parameters: [venue, label, optional],
      readings: { Venue: fixture, Slot: unknown },
      effect: { create: 'slots', key: ['Venue', 'Label', 'Slot'] },
      preconditions: [{ absent: 'slots', key: ['Venue', 'Label', 'Slot'], error: 'Slot.Taken', ...stated }],
    }),
  ]);
  const { scenarios, failures } = await play(contract);

  test('is played as documented', () => {
    expect(failures).toEqual([]);
    expect(sentBy(scenarios, 'slots/slot-left-out').map(({ Slot }) => Slot)).toEqual(['noon', undefined]);
  });
});

const guests = {
  name: 'Guests',
  type: 'array',
  maxItems: 4,
  items: {
    type: 'object',
    parameters: [
      { name: 'Name', type: 'string', required: true, example: 'Ada' },
      { name: 'Age', type: 'integer', minimum: 1, maximum: 120, example: 36 },
    ],
  },
};
const meals = {
  name: 'Meals',
  type: 'array',
  maxItems: 2,
  items: {
    type: 'object',
    parameters: [
      { name: 'Kind', type: 'string', values: ['soup', 'roast', 'cake'], required: true, example: 'roast' },
      { name: 'Sauce', type: 'string', when: { Kind: ['roast'] }, mandatory: true, example: 'gravy' },
    ],
  },
};

describe('lists of objects that are limited', async () => {
  const readings: Readonly<Record<string, JsonObject>> = {
    Guests: { 'x-error': 'Guests.TooMany' },
    'Guests.items': { 'x-error': { required: 'Guest.Nameless' } },
    'Guests.items.properties.Age': { 'x-error': 'Guest.Nameless' },
    Meals: { 'x-unique-by': 'Kind', 'x-error': { 'x-unique-by': 'Meal.Twice', maxItems: 'Guests.TooMany' } },
    'Meals.items': { 'x-error': { required: 'Meal.Twice' } },
    'Meals.items.properties.Kind': { 'x-error': 'Meal.Twice' },
    'Meals.items.allOf[0].then': { 'x-error': { required: 'Meal.Twice' } },
  };
  const { scenarios, failures } = await play(
    contractOf(['Venue', 'Label', 'Slot'], { parameters: [label, guests, meals], readings }),
  );
  const itemsOf = (id: string, list: string): readonly Json[] => {
    const [sent = {}] = sentBy(scenarios, id);
    const names = Object.keys(sent).filter((name) => name.startsWith(`${list}.`));
    const numbers = [...new Set(names.map((name) => Number(name.split('.')[1])))];
    return numbers.map((n) =>
      Object.fromEntries(
        names
          .filter((name) => name.startsWith(`${list}.${n}.`))
          .map((name) => [name.split('.')[2] ?? '', sent[name] ?? '']),
      ),
    );
  };

  test('are played as documented', () => {
    expect(failures).toEqual([]);
  });

  test('are drawn at random as documented, too', async () => {
    const contract = contractOf(['Venue', 'Label', 'Slot'], { parameters: [label, guests, meals], readings });
    const drawn = await play(contract, (operation) => randomScenarios(operation, { seed: 1, runs: 60 }));
    const accepted = drawn.scenarios.filter(({ id }) => id.startsWith('random/accepted'));
    const sent = accepted.flatMap(({ id }) => sentBy(drawn.scenarios, id));

    expect(drawn.failures).toEqual([]);
    expect(sent.some((one) => one['Meals.2.Kind'] !== undefined)).toBe(true);
    expect(sent.some((one) => one['Guests.4.Age'] !== undefined)).toBe(true);
  });

  test('are filled to the limit, and one too many, with whole items', () => {
    expect(itemsOf('accepted/guests/most-items', 'Guests').length).toBe(4);
    expect(itemsOf('guests/too-many', 'Guests')).toEqual(Array.from({ length: 5 }, () => ({ Name: 'Ada' })));
  });

  test('have no item twice where that is another mistake, and what each kind needs', () => {
    expect(itemsOf('accepted/meals/most-items', 'Meals')).toEqual([
      { Kind: 'soup' },
      { Kind: 'roast', Sauce: 'gravy' },
    ]);
    expect(itemsOf('meals/too-many', 'Meals')).toEqual([
      { Kind: 'soup' },
      { Kind: 'roast', Sauce: 'gravy' },
      { Kind: 'cake' },
    ]);
  });

  test('are not one too many where that would be the same one twice', async () => {
    const short = { ...meals, maxItems: 3 };
    const contract = contractOf(['Venue', 'Label', 'Slot'], { parameters: [label, guests, short], readings });
    const played = await play(contract);

    expect(played.failures).toEqual([]);
    expect(played.scenarios.filter(({ id }) => id.startsWith('meals/too-many'))).toEqual([]);
    expect(played.scenarios.some(({ id }) => id === 'accepted/meals/most-items')).toBe(true);
  });
});
