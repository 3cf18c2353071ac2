/** Failures of random requests, made as short as they can be: the fewest parameters that show the same. */
import { sequence, type Step } from '../scenarios/scenario.ts';
import { conforms } from './judge.ts';
import type { Result } from './play.ts';
import type { CallPlace, Judged, Session } from './session.ts';

/** More causes than these are not told apart by shorter requests; each costs some dozens of calls. */
const mostFailures = 5;

/** Shrink the first failures among random requests, one for each cause; the others stay as they are. */
export async function shrinkFailures(
  results: readonly Result[],
  session: Session,
  placeOf: (result: Result) => CallPlace,
): Promise<readonly Result[]> {
  const seen = new Set<string>();
  const shrunk: Result[] = [];
  for (const result of results) {
    const cause = causeOf(result);
    const isNew = cause !== undefined && !seen.has(cause) && seen.size < mostFailures;
    if (isNew) seen.add(cause);
    shrunk.push(isNew ? await shrink(result, session, placeOf(result)) : result);
  }
  return shrunk;
}

/** Undefined for what is not shrunk: other families are short already, and sequences end with the call that failed. */
function causeOf({ scenario, verdict, decisive }: Result): string | undefined {
  const isOneCall = scenario.act.kind === 'sequence' && scenario.act.steps.length === 1;
  if (scenario.family !== 'random' || !isOneCall || conforms(verdict)) return undefined;
  if (verdict === 'skipped' || verdict === 'unjudged' || !decisive) return undefined;
  return [scenario.rule?.id ?? scenario.exercises, verdict].join(' ');
}

/** Leave out one parameter after the other, first whole lists, as long as the same is due and the same comes. */
async function shrink(result: Result, session: Session, place: CallPlace): Promise<Result> {
  const { scenario, decisive } = result;
  const first = scenario.act.kind === 'sequence' ? scenario.act.steps[0] : undefined;
  if (!first || !decisive) return result;
  let smallest: { readonly step: Step; readonly judged: Judged } = { step: first, judged: decisive };
  for (const [attempt, names] of partsOf(first).entries()) {
    const step = without(smallest.step, names);
    if (Object.keys(step.parameters).length === Object.keys(smallest.step.parameters).length) continue;
    const judged = await session.call(step, { ...place, unique: `${place.unique}-${attempt}` });
    const isSame = judged.verdict === result.verdict && judged.due[0] === decisive.due[0];
    if (isSame) smallest = { step, judged };
  }
  const shorter = { ...scenario, act: sequence(smallest.step) };
  return { ...result, scenario: shorter, decisive: smallest.judged, judged: [smallest.judged] };
}

/** Lists as a whole, then each of their items, then each parameter alone. */
function partsOf({ parameters }: Step): readonly (readonly string[])[] {
  const names = Object.keys(parameters);
  const byPrefix = (depth: number): readonly (readonly string[])[] => [
    ...Map.groupBy(
      names.filter((name) => name.split('.').length > depth),
      (name) => name.split('.').slice(0, depth).join('.'),
    ).values(),
  ];
  return [...byPrefix(1), ...byPrefix(2), ...names.map((name) => [name])];
}

function without(step: Step, names: readonly string[]): Step {
  const rest = Object.entries(step.parameters).filter(([name]) => !names.includes(name));
  return { ...step, parameters: Object.fromEntries(rest) };
}
