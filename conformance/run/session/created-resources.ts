/** What a run made on a target that remembers, so that it can be removed at the end. */
import type { Contract } from '../../../contract/contract.ts';
import { isArray } from '../../../contract/json.ts';
import type { Operation } from '../../../contract/operation/operation.ts';
import type { Pair } from '../../../contract/wire/parameters.ts';
import { success, type Step } from '../../../scenarios/scenario/scenario.ts';
import { findOperation, stateError } from '../../../scenarios/steps/related-operations.ts';
import type { CallResult } from '../results/call-result.ts';
import type { ParsedAnswer } from '../judge/judge.ts';

/** A call that removes one record, and who makes it: whoever made the record. */
export interface Removal {
  readonly step: Step;
  readonly account: string | undefined;
}

export interface CreatedResources {
  /** Whether what a call of this operation makes can be removed again, and so will be. */
  canRemove(operation: string): boolean;
  /**
   * Remember what a call that is about to be sent may make. Whoever has its answer tells it: then what the call did not make after
   * all is forgotten, and what it removed.
   */
  track(call: SentCall, account: string | undefined): (answered: AnsweredCall) => void;
  /** What is still there, or may be, in the order in which it was made. */
  remaining(): readonly Removal[];
  /** How many that are. */
  count(): number;
}

/** A server that fails may have done its work before. */
function certaintyOf(parsed: ParsedAnswer): ParsedAnswer['kind'] {
  return parsed.kind === 'error' && parsed.status >= 500 ? 'broken' : parsed.kind;
}

interface SentCall {
  readonly operation: Operation;
  readonly parameters: readonly Pair[];
}

type AnsweredCall = Pick<CallResult, 'answer' | 'parsed'>;

const nothingToSettle = (): void => undefined;

/** `onChange` hears of every change before anything else is sent, so that a run that is cut off leaves a list. */
export function trackCreatedResources(
  contract: Contract,
  onChange?: (remaining: readonly Removal[]) => void,
): CreatedResources {
  const removals = new Map<string, { readonly removal: Removal; readonly isMade: boolean }>();
  const remaining = (): readonly Removal[] => [...removals.values()].map(({ removal }) => removal);

  // Looked for once each: a run asks at every call.
  const removers = new Map<string, Operation | undefined>();
  const removerOf = (collection: string): Operation | undefined => {
    if (!removers.has(collection)) removers.set(collection, findOperation(contract, collection, 'remove'));
    return removers.get(collection);
  };

  const removalOf = (
    { operation: { effect }, parameters }: SentCall,
    account: string | undefined,
  ): { readonly id: string; readonly removal: Removal } | undefined => {
    if (effect?.kind !== 'create' && effect?.kind !== 'remove') return undefined;
    const remover = removerOf(effect.collection);
    if (!remover) return undefined;
    const sent = (field: string) => parameters.find(([name]) => name === field);
    const key = (remover.effect?.key ?? []).map(sent).filter((pair) => pair !== undefined);
    const names = key.map(([name]) => name);
    if (!namesRecord(remover, names)) return undefined;
    const step: Step = {
      operation: remover.name,
      parameters: Object.fromEntries(key),
      via: 'form',
      expect: [success],
    };
    return { id: JSON.stringify([remover.name, key, account]), removal: { step, account } };
  };

  return {
    canRemove(name) {
      const effect = contract.get(name)?.effect;
      return effect?.kind === 'create' && findOperation(contract, effect.collection, 'remove') !== undefined;
    },
    track(call, account) {
      const { operation } = call;
      const found = removalOf(call, account);
      if (!found) return nothingToSettle;
      const { id, removal } = found;
      const isRemoval = operation.effect?.kind === 'remove';
      if (!isRemoval && !removals.has(id)) {
        removals.set(id, { removal, isMade: false });
        onChange?.(remaining());
      }
      return ({ answer, parsed }) => {
        const isUnsent = answer.kind === 'silent' && answer.isUnsent === true;
        // What never arrived did nothing.
        const kind = isUnsent && !isRemoval ? 'error' : certaintyOf(parsed);
        const saysAbsent = parsed.kind === 'error' && parsed.code === stateError(operation, 'present');
        // A refused call made nothing, but an earlier one may have. What is not a valid answer says nothing of what was done.
        const isGone = isRemoval
          ? kind === 'success' || saysAbsent
          : kind === 'error' && removals.get(id)?.isMade !== true;
        if (isGone) removals.delete(id);
        else if (!isRemoval && kind !== 'error') removals.set(id, { removal, isMade: true });
        else return;
        onChange?.(remaining());
      };
    },
    remaining,
    count: () => removals.size,
  };
}

/**
 * Whether parameters of these names say in full which record is to be removed. A removal that does not could remove another, and
 * one of nothing in particular everything.
 */
export function namesRecord({ effect, request }: Operation, names: readonly string[]): boolean {
  const key = effect?.key ?? [];
  const { required } = request;
  const needed = (isArray(required) ? required : []).map(String).filter((name) => key.includes(name));
  return (
    names.length > 0 &&
    names.every((name) => key.includes(name)) &&
    needed.every((name) => names.includes(name))
  );
}
