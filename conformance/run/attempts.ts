/** Attempts to see a failure again with less: what they share, whether calls are left out or parameters. */
import type { Scenario } from '../../scenarios/scenario/scenario.ts';
import { conforms } from './judge.ts';
import type { CallContext, CallResult } from './call-result.ts';
import type { Session } from './session.ts';

/** Names that no other attempt used, and an account of its own where the target takes any: a target remembers. */
export function contextOfAttempt(context: CallContext, attempt: number): CallContext {
  const unique = `${context.unique}-${attempt}`;
  return { ...context, unique, account: context.account === context.unique ? unique : context.account };
}

/** Make what a scenario needs; false where the target did not let it. */
export async function arrangeAttempt(
  { arrange }: Scenario,
  session: Session,
  context: CallContext,
): Promise<boolean> {
  for (const step of arrange) {
    const { verdict } = await session.call(step, context);
    if (!conforms(verdict)) return false;
  }
  return true;
}

/** Whether two calls are wrong in the same way: the same was due, and the same came. */
export function isAlike(one: CallResult, other: CallResult): boolean {
  return wrongnessOf(one) === wrongnessOf(other);
}

/** The same for calls that are wrong in the same way. */
export function wrongnessOf({ operation, verdict, expected, parsed }: CallResult): string {
  return [operation.name, verdict, expected[0], parsed.kind === 'error' ? parsed.code : parsed.kind].join(
    ' ',
  );
}
