/** Gaps: the parts of a contract that the generator cannot exercise, each with its reason. */

/** A part of a contract for which no scenario can be generated. */
export interface Gap {
  /** A rule's id, or the kind of scenarios. */
  readonly subject: string;
  readonly reason: string;
}

/** No request can be made for a purpose. Scenario families catch it and record a gap. */
export class GenerationError extends Error {
  override readonly name = 'GenerationError';
}

/** The scenarios of `make`. Where it throws GenerationError: none, and its message is added to `gaps`. */
export function attempt<Made>(subject: string, gaps: Gap[], make: () => readonly Made[]): readonly Made[] {
  try {
    return make();
  } catch (cause) {
    if (!(cause instanceof GenerationError)) throw cause;
    gaps.push({ subject, reason: cause.message });
    return [];
  }
}
