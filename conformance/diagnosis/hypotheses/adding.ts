/** Refusals for a reason that the contract does not have. */
import type { Provenance } from '../../../contract/evidence.ts';
import type { Rule } from '../../../contract/schema/rules.ts';
import type { Deviation, DeviationKind } from '../model/deviation.ts';
import type { Fact } from '../model/facts.ts';
import type { Change } from '../model/overlay-actions.ts';

interface Addition {
  readonly id: string;
  readonly kind: DeviationKind;
  readonly rule: string | undefined;
  readonly parameter: string | undefined;
  readonly sentence: string;
  readonly breadth: number;
  readonly seen: string;
  readonly provenance: Provenance;
  readonly change?: Change;
  readonly limits?: readonly Rule[];
  readonly holds: (fact: Fact) => boolean;
}

/** A deviation that refuses what holds, for a reason of its own. Where other reasons are there, this one is named. */
export function adding({ seen, provenance: { evidence, source }, holds, ...parts }: Addition): Deviation {
  return {
    ...parts,
    evidence,
    source,
    refuse: (fact, refusals) => (holds(fact) ? [...refusals, { seen, rule: parts.rule }] : refusals),
  };
}
