/** What hypotheses about the state have in common. */
import type { Operation } from '../../../contract/operation/operation.ts';
import type { Precondition } from '../../../contract/operation/preconditions.ts';
import type { Deviation, DeviationKind, RefusalReason } from '../model/deviation.ts';

/** Whether the operation itself makes the records that the precondition is about. */
export function isOwn({ collection, kind }: Precondition, { effect }: Operation): boolean {
  return kind === 'absent' && effect?.kind === 'create' && effect.collection === collection;
}

interface Parts {
  readonly id: string;
  readonly kind: DeviationKind;
  readonly sentence: string;
  readonly breadth: number;
  readonly parameter?: string | undefined;
}

/** A deviation that is about the records which a precondition asks for. */
export function about(
  { collection, evidence, source, key, error, kind }: Precondition,
  parts: Parts,
  does: Pick<Deviation, 'refuse' | 'identify' | 'normalise' | 'state' | 'change'>,
): Deviation {
  return {
    parameter: key.join(', '),
    ...parts,
    id: `${parts.kind} ${collection} ${parts.id}`,
    rule: collection,
    evidence,
    source,
    // Calls at once are refused for it as well.
    ...(kind === 'absent' && { echo: error }),
    ...does,
  };
}

/** Whether a refusal is for this precondition. */
export function isOf(precondition: Precondition, refusal: RefusalReason): boolean {
  return refusal.precondition?.pointer === precondition.pointer;
}

/** Every choice of some of the fields, but not of all and not of none. */
export function subsets(fields: readonly string[]): readonly (readonly string[])[] {
  const all = Array.from({ length: 2 ** fields.length - 2 }, (_, index) =>
    fields.filter((_field, position) => ((index + 1) >> position) % 2 === 1),
  );
  return all.toSorted((a, b) => b.length - a.length);
}
