/**
 * The reference: a second implementation of AddLiveAppRecordConfig, written from its documentation alone.
 *
 * It exists to test the conformance suite, which must find nothing wrong with it. Next to the operation itself it has
 * as much of AddLiveRecordVodConfig and of the two operations that remove as the operation's errors need.
 */
import type { Choices } from './choices.ts';
import type { Fetch } from './parts.ts';
import { createServer, documentedParts } from './server.ts';
import type { ReferenceServerOptions } from './server.ts';

export interface ReferenceOptions extends ReferenceServerOptions {
  /** Decisions to take differently where the documentation leaves them open. */
  readonly choices?: Partial<Choices>;
}

export function createReference({ choices, ...options }: ReferenceOptions = {}): Fetch {
  const parts = { ...documentedParts, choices: { ...documentedParts.choices, ...choices } };
  return createServer(parts, options);
}
