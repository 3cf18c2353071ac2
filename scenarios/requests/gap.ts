/** Gaps: the parts of a contract that the generator cannot exercise, each with its reason. */

import { ContractError } from '../../contract/contract-error.ts';

/** A part of a contract for which no scenario can be generated. */
export interface Gap {
  /** A rule's id, or the kind of scenarios. */
  readonly subject: string;
  readonly reason: string;
  /** The contract contradicts itself: nothing can be played until that is corrected. */
  readonly isContradiction?: true;
}

/** No request can be made for a purpose. Scenario families catch it and record a gap. */
export class GenerationError extends Error {
  override readonly name = 'GenerationError';
  readonly code = 'ERR_GENERATION';
}

/** The scenarios of `make`. Where it throws GenerationError or ContractError: none, and its message is added to `gaps`. */
export function attempt<Made>(subject: string, gaps: Gap[], make: () => readonly Made[]): readonly Made[] {
  try {
    return make();
  } catch (cause) {
    if (cause instanceof ContractError) gaps.push({ subject, reason: cause.message, isContradiction: true });
    else if (cause instanceof GenerationError) gaps.push({ subject, reason: cause.message });
    else throw cause;
    return [];
  }
}
