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
  const removals = new Map<string, Tracked>();
  const remaining = (): readonly Removal[] => [...removals.values()].map(removalOf);

  // Looked for once each: a run asks at every call.
  const removers = new WeakMap<Operation, Remover | undefined>();
  const removerOf = (operation: Operation): Remover | undefined => {
    if (!removers.has(operation)) removers.set(operation, findRemover(contract, operation));
    return removers.get(operation);
  };

  return {
    canRemove(name) {
      const operation = contract.get(name);
      return operation?.effect?.kind === 'create' && removerOf(operation) !== undefined;
    },
    track({ operation, parameters }, account) {
      const remover = removerOf(operation);
      const key = remover && keyIn(parameters, remover);
      if (!remover || !key) return nothingToSettle;
      const id = idOf(remover.operation, key, account);
      const isRemoval = operation.effect?.kind === 'remove';
      if (!isRemoval && !removals.has(id)) {
        removals.set(id, { operation: remover.operation, key, account, isMade: false });
        onChange?.(remaining());
      }
      return ({ answer, parsed }) => {
        const isUnsent = answer.kind === 'silent' && answer.isUnsent === true;
        // What never arrived did nothing.
        const kind = isUnsent && !isRemoval ? 'error' : certaintyOf(parsed);
        const saysAbsent = parsed.kind === 'error' && parsed.code === stateError(operation, 'present');
        const tracked = removals.get(id);
        // A refused call made nothing, but an earlier one may have. What is not a valid answer says nothing of what was done.
        const isGone = isRemoval
          ? kind === 'success' || saysAbsent
          : kind === 'error' && tracked?.isMade !== true;
        if (isGone) removals.delete(id);
        else if (isRemoval || kind === 'error') return;
        else if (tracked) tracked.isMade = true;
        else removals.set(id, { operation: remover.operation, key, account, isMade: true });
        onChange?.(remaining());
      };
    },
    remaining,
    count: () => removals.size,
  };
}

/** A record that a call may have made. */
interface Tracked {
  /** Removes it. */
  readonly operation: Operation;
  readonly key: readonly Pair[];
  readonly account: string | undefined;
  isMade: boolean;
  /** Made when somebody asks, and the same from then on: most records are gone before. */
  removal?: Removal;
}

function removalOf(tracked: Tracked): Removal {
  const { operation, key, account } = tracked;
  return (tracked.removal ??= {
    step: { operation: operation.name, parameters: Object.fromEntries(key), via: 'form', expect: [success] },
    account,
  });
}

/** With the length of what anybody may choose, so that no two records have the same. */
function idOf({ name: remover }: Operation, key: readonly Pair[], account: string | undefined): string {
  let id = account === undefined ? remover : `${remover} ${account.length} ${account}`;
  for (let index = 0; index < key.length; index += 1) {
    const [name, value] = key[index] as Pair; // within the list
    id += `&${name}=${value.length} ${value}`;
  }
  return id;
}

/** The operation that removes what another one makes, and the fields that say which record. */
interface Remover {
  readonly operation: Operation;
  readonly fields: readonly string[];
  /** Whether all fields together say in full which record. */
  readonly isNamed: boolean;
}

function findRemover(contract: Contract, { effect }: Operation): Remover | undefined {
  if (effect?.kind !== 'create' && effect?.kind !== 'remove') return undefined;
  const operation = findOperation(contract, effect.collection, 'remove');
  if (!operation) return undefined;
  const fields = operation.effect?.key ?? [];
  return { operation, fields, isNamed: namesRecord(operation, fields) };
}

/** Undefined where the parameters do not say which record. */
function keyIn(
  parameters: readonly Pair[],
  { operation, fields, isNamed }: Remover,
): readonly Pair[] | undefined {
  const key: Pair[] = [];
  for (let index = 0; index < fields.length; index += 1) {
    const pair = pairOf(parameters, fields[index]);
    if (pair) key.push(pair);
  }
  const isEnough =
    key.length === fields.length
      ? isNamed
      : namesRecord(
          operation,
          key.map(([name]) => name),
        );
  return isEnough ? key : undefined;
}

/** The first of several. */
function pairOf(parameters: readonly Pair[], name: string | undefined): Pair | undefined {
  for (let index = 0; index < parameters.length; index += 1)
    if (parameters[index]?.[0] === name) return parameters[index];
  return undefined;
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
