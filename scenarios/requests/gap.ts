/** What the generator cannot exercise, and why: said, never passed over in silence. */

/** Something of a contract for which no scenario can be made. */
export interface Gap {
  /** A rule's id, or the kind of scenarios. */
  readonly subject: string;
  readonly reason: string;
}

/** Thrown where a contract leaves no way to make a request; whoever makes scenarios turns it into a gap. */
export class GenerationError extends Error {
  override readonly name = 'GenerationError';
}

/** What `make` makes; nothing where it throws GenerationError, and then the reason is added to the gaps. */
export function attempt<Made>(subject: string, gaps: Gap[], make: () => readonly Made[]): readonly Made[] {
  try {
    return make();
  } catch (cause) {
    if (!(cause instanceof GenerationError)) throw cause;
    gaps.push({ subject, reason: cause.message });
    return [];
  }
}
