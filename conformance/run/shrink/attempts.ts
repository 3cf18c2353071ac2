/** Attempts to see a failure again with less: what they share, whether calls are left out or parameters. */
import type { Scenario } from '../../../scenarios/scenario/scenario.ts';
import { conforms } from '../judge/judge.ts';
import type { CallContext, CallResult } from '../results/call-result.ts';
import type { Removal } from '../session/created-resources.ts';
import type { Session } from '../session/session.ts';

/** Names that no other attempt used, and an account of its own where the target takes any: a target remembers. */
export function contextOfAttempt(context: CallContext, attempt: number | string): CallContext {
  const unique = `${context.unique}-${attempt}`;
  return { ...context, unique, account: context.account === context.unique ? unique : context.account };
}

/** Make what a scenario needs, and say with which calls; undefined where the target did not let it. */
export async function arrangeAttempt(
  { arrange }: Scenario,
  session: Session,
  context: CallContext,
): Promise<readonly CallResult[] | undefined> {
  const calls: CallResult[] = [];
  for (const step of arrange) {
    const result = await session.call(step, context);
    if (!conforms(result.verdict)) return undefined;
    calls.push(result);
  }
  return calls;
}

/** Whether two calls are wrong in the same way: the same was expected, and the same came. */
export function isAlike(one: CallResult, other: CallResult): boolean {
  return wrongnessOf(one) === wrongnessOf(other);
}

/** The same for calls that are wrong in the same way. */
export function wrongnessOf({ operation, verdict, expected, parsed }: CallResult): string {
  return [operation.name, verdict, expected[0], parsed.kind === 'error' ? parsed.code : parsed.kind].join(
    ' ',
  );
}

/** The same for calls over which a server fails in the same way, whatever they ask for; undefined where it does not. */
export function serverFailureOf({ operation, parsed }: CallResult): string | undefined {
  switch (parsed.kind) {
    case 'silent':
      return `${operation.name} ${parsed.reason}`;
    case 'error':
      return parsed.status >= 500 ? `${operation.name} ${parsed.status} ${parsed.code}` : undefined;
    case 'broken':
      return parsed.status >= 500 ? `${operation.name} ${parsed.status}` : undefined;
    case 'success':
      return undefined;
  }
}

/** Where a part of the key is what the request is about, attempts have no names of their own: what one makes is in the way of the next. */
export async function removeMade(before: readonly Removal[], session: Session): Promise<void> {
  const made = session.created.remaining().filter((removal) => !before.includes(removal));
  for (const { step, account } of made) await session.call(step, { unique: '', account });
}
