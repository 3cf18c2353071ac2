/** Who asks for a call that cannot come, by a misspelt operation or parameter, would wait for it in silence. */
import type { Contract } from '../../contract/contract.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { suggestion } from '../../contract/text/nearest.ts';
import type { Shape } from '../../contract/wire/shape.ts';

/** The calls that somebody asks for: of one operation or of any, with such parameters, as `matchesParameters` takes them. */
export interface AskedCalls {
  readonly operation?: string | undefined;
  readonly where?: Readonly<Record<string, unknown>> | undefined;
}

/** What is wrong, and the way out. */
export interface UnknownName {
  readonly problem: string;
  readonly wayOut: string;
}

/** The first name in it that no call of the contract has. */
export function findUnknownName(
  { operation, where }: AskedCalls,
  contract: Contract,
): UnknownName | undefined {
  const asked = operation === undefined ? undefined : contract.get(operation);
  if (operation !== undefined && !asked)
    return {
      problem: `the contract has no operation "${operation}"`,
      wayOut: suggestion(String(operation), [...contract.keys()]),
    };
  const operations = asked ? [asked] : [...contract.values()];
  for (const [name, wanted] of Object.entries(where ?? {})) {
    const unknown = unknownIn(name, wanted, operations);
    if (unknown) return unknown;
  }
  return undefined;
}

/** A parameter is known where any of the operations has it. */
function unknownIn(name: string, wanted: unknown, operations: readonly Operation[]): UnknownName | undefined {
  const strangers = operations.map(({ shape }) => strangerIn(shape, stepsOf(shape, name), wanted));
  const [first] = strangers;
  if (!first || strangers.includes(undefined)) return undefined;
  const known = [...new Set(strangers.flatMap((one) => one?.known ?? []))];
  const whose = operations.length === 1 ? operations[0]?.name : 'no operation of the contract';
  return {
    problem: `${whose} has ${operations.length === 1 ? 'no' : 'a'} parameter "${first.name}"`,
    wayOut: suggestion(first.name, known),
  };
}

/** A name as on the wire, such as `Parts.1.Kind`, step by step. */
function stepsOf(shape: Shape, name: string): readonly string[] {
  return shape.kind === 'object' && shape.members.has(name) ? [name] : name.split('.');
}

interface Stranger {
  readonly name: string;
  /** The names that stand in its place. */
  readonly known: readonly string[];
}

function strangerIn(shape: Shape, [step, ...rest]: readonly string[], wanted: unknown): Stranger | undefined {
  if (step === undefined) return strangerWithin(shape, wanted);
  if (shape.kind === 'list' && /^[1-9]\d*$/.test(step)) return strangerIn(shape.item, rest, wanted);
  const member = shape.kind === 'object' ? shape.members.get(step) : undefined;
  if (member) return strangerIn(member, rest, wanted);
  return { name: step, known: shape.kind === 'object' ? [...shape.members.keys()] : [] };
}

function strangerWithin(shape: Shape, wanted: unknown): Stranger | undefined {
  if (Array.isArray(wanted)) {
    if (shape.kind !== 'list') return undefined;
    return firstOf(wanted, (one) => strangerWithin(shape.item, one));
  }
  if (shape.kind !== 'object' || typeof wanted !== 'object' || wanted === null) return undefined;
  return firstOf(Object.entries(wanted), ([name, one]) => strangerIn(shape, [name], one));
}

function firstOf<Item>(
  items: readonly Item[],
  find: (item: Item) => Stranger | undefined,
): Stranger | undefined {
  for (const item of items) {
    const found = find(item);
    if (found) return found;
  }
  return undefined;
}
