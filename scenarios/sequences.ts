/** Random sequences of calls, with what is due after each computed by a model: a set of keys. */
import fc from 'fast-check';
import type { Contract } from '../contract/contract.ts';
import type { Operation } from '../contract/operation.ts';
import type { Draft } from './draft.ts';
import type { RandomOptions } from './random.ts';
import { sequence, success, type Scenario, type Step } from './scenario.ts';
import { stepFor } from './steps.ts';
import { freeKey, keyedRequest } from './uniqueness.ts';

/** What a sequence is made of; `key` is one of a few, so that they meet again. */
export interface Command {
  readonly kind: 'add' | 'add-broken' | 'remove';
  readonly key: number;
}

const keys = 3;

/** Nothing for an operation that creates no record. `broken` is a call that some error answers. */
export function sequenceScenarios(
  operation: Operation,
  contract: Contract,
  broken: Step | undefined,
  { seed, runs }: RandomOptions,
): readonly Scenario[] {
  const absent = operation.preconditions.find(
    ({ kind, collection }) => kind === 'absent' && collection === operation.effect?.collection,
  );
  if (operation.effect?.kind !== 'create' || !absent || runs === 0) return [];
  const remover = [...contract.values()].find(
    ({ effect }) => effect?.kind === 'remove' && effect.collection === operation.effect?.collection,
  );
  const kinds = [
    'add',
    ...(broken ? ['add-broken' as const] : []),
    ...(remover ? ['remove' as const] : []),
  ] as const;
  const command = fc.record({ kind: fc.constantFrom(...kinds), key: fc.nat({ max: keys - 1 }) });
  const sampled = fc.sample(fc.array(command, { minLength: 3, maxLength: 12 }), {
    seed,
    numRuns: Math.ceil(runs / 10),
  });

  return sampled.map((commands, index) => {
    const removes = commands.some(({ kind }) => kind === 'remove');
    return {
      id: `random/sequence-${index}`,
      title: commands.map(({ kind, key }) => `${kind} ${key}`).join(', '),
      family: 'random',
      operation: operation.name,
      exercises: success,
      evidence: 'implied',
      source: absent.source,
      // A target that cannot remove says so here, and the sequence is skipped.
      arrange:
        removes && remover
          ? [stepFor(operation, keyed(operation, 'probe')), stepFor(remover, keyOf(operation, 'probe'))]
          : [],
      act: sequence(...stepsOf(operation, remover, broken, commands, absent.error)),
    };
  });
}

/** The model: which keys are taken. It knows nothing of parameters, so it cannot repeat a mistake of the mock. */
function stepsOf(
  operation: Operation,
  remover: Operation | undefined,
  broken: Step | undefined,
  commands: readonly Command[],
  taken: string,
): readonly Step[] {
  const present = new Set<number>();
  return commands.flatMap(({ kind, key }) => {
    switch (kind) {
      case 'add': {
        const expect = present.has(key) ? [taken] : [success];
        present.add(key);
        return [stepFor(operation, keyed(operation, String(key)), { expect })];
      }
      case 'add-broken':
        if (!broken) return [];
        return [
          {
            ...broken,
            parameters: { ...broken.parameters, ...texts(keyOf(operation, String(key))) },
            expect: present.has(key) ? [...broken.expect, taken] : broken.expect,
          },
        ];
      case 'remove':
        // What removing nothing is answered with is not known, so only what exists is removed.
        return remover && present.delete(key) ? [stepFor(remover, keyOf(operation, String(key)))] : [];
    }
  });
}

function keyed(operation: Operation, name: string): Draft {
  return { ...keyedRequest(operation), ...keyOf(operation, name) };
}

/** The last part of the key tells the keys of a sequence apart. */
function keyOf(operation: Operation, name: string): Draft {
  const key = freeKey(operation);
  const last = operation.effect?.key.at(-1);
  return last === undefined ? key : { ...key, [last]: `${String(key[last])}-${name}` };
}

function texts(draft: Draft): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(draft).map(([name, value]) => [name, String(value)]));
}
