/** Attempts to see a failure again with less: what they share, whether calls are left out or parameters. */
import type { Scenario } from '../../scenarios/scenario/scenario.ts';
import { conforms } from './judge.ts';
import type { CallPlace, Judged } from './judged.ts';
import type { Session } from './session.ts';

/** Names that no other attempt used, and an account of its own where the target takes any: a target remembers. */
export function placeOfAttempt(place: CallPlace, attempt: number): CallPlace {
  const unique = `${place.unique}-${attempt}`;
  return { ...place, unique, account: place.account === place.unique ? unique : place.account };
}

/** Make what a scenario needs; false where the target did not let it. */
export async function arrangeAttempt(
  { arrange }: Scenario,
  session: Session,
  place: CallPlace,
): Promise<boolean> {
  for (const step of arrange) {
    const { verdict } = await session.call(step, place);
    if (!conforms(verdict)) return false;
  }
  return true;
}

/** Whether two calls are wrong in the same way: the same was due, and the same came. */
export function isAlike(one: Judged, other: Judged): boolean {
  return wrongnessOf(one) === wrongnessOf(other);
}

/** The same for calls that are wrong in the same way. */
export function wrongnessOf({ operation, verdict, due, reading }: Judged): string {
  return [operation.name, verdict, due[0], reading.kind === 'error' ? reading.code : reading.kind].join(' ');
}
