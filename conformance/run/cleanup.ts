/** Removing at the end of a run what it made. */
import { parseAnswer } from './judge.ts';
import type { Session } from './session.ts';

/**
 * Remove what a run made, at the pace of the target. What it is answered with is nobody's business here: a target that does
 * not have the operation keeps its records, and so does one that answers no more.
 */
export async function cleanUp(session: Session): Promise<void> {
  const { target } = session;
  if (!target.persistent) return;
  const unknown = new Set<string>();
  for (const { step, account } of session.created.remaining()) {
    if (unknown.has(step.operation)) continue;
    const { answer, operation } = await session.call(step, { unique: '', account });
    const parsed = parseAnswer(answer);
    if (parsed.kind === 'silent') return;
    if (parsed.kind === 'error' && parsed.code === operation.errors.inRole('unknown-action').code)
      unknown.add(step.operation);
  }
}
