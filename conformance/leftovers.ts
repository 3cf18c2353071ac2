/** What a run made on a target that remembers, so that it can be removed at the end. */
import type { Contract } from '../contract/contract.ts';
import { success, type Step } from '../scenarios/scenario.ts';
import { findOperation } from '../scenarios/neighbours.ts';
import type { Judged } from './session.ts';

/** A call that removes one record, and who makes it: whoever made the record. */
export interface Removal {
  readonly step: Step;
  readonly account: string | undefined;
}

export interface Leftovers {
  /** Remember what a call made or may have made, and forget what it removed. */
  note(judged: Judged, account: string | undefined): void;
  /** Nothing for records that no operation of the contract removes. Answers each removal once. */
  take(): readonly Removal[];
}

export function createLeftovers(contract: Contract): Leftovers {
  const removals = new Map<string, Removal>();

  const removalOf = ({ operation, parameters }: Judged, account: string | undefined): Removal | undefined => {
    const { effect } = operation;
    const remover = effect && findOperation(contract, effect.collection, 'remove');
    if (!remover) return undefined;
    const key = (remover.effect?.key ?? []).filter((name) => parameters[name] !== undefined);
    const step: Step = {
      operation: remover.name,
      parameters: Object.fromEntries(key.map((name) => [name, parameters[name] ?? ''])),
      via: 'form',
      expect: [success],
    };
    return { step, account };
  };

  return {
    note(judged, account) {
      const { effect } = judged.operation;
      const { kind } = judged.reading;
      if (effect?.kind !== 'create' && effect?.kind !== 'remove') return;
      // An answer that is none, or that never came, says nothing of what was done.
      if (kind === 'error' || (effect.kind === 'remove' && kind !== 'success')) return;
      const removal = removalOf(judged, account);
      if (!removal) return;
      const id = JSON.stringify(removal);
      if (effect.kind === 'create') removals.set(id, removal);
      else removals.delete(id);
    },
    take() {
      const all = [...removals.values()];
      removals.clear();
      return all;
    },
  };
}
