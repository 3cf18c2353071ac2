/** Each rule of the contract broken alone: at every boundary, under every condition, in every place of a list. */
import { compareEvidence, weaker } from '../../contract/evidence.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { subjectOf, type Rule } from '../../contract/schema/rules.ts';
import { enumAt, validValue, violationsAsSent, type Draft } from '../requests/draft.ts';
import { fullRequest, minimalRequest } from '../requests/valid-requests.ts';
import { mostItems } from '../requests/items.ts';
import { arrange, conditionValues, type Placement } from '../requests/placement.ts';
import { ContractError } from '../../contract/contract-error.ts';
import { subjectName, type Case } from '../keywords/case.ts';
import { attempt, GenerationError, type Gap } from '../requests/gap.ts';
import { givenCases, waysToBreak } from '../keywords/violate.ts';
import { anyError, sequence, type Act, type Scenario } from '../scenario/scenario.ts';
import { stepFor } from '../steps/steps.ts';
import { schemasAt } from '../../contract/schema/schemas-at.ts';
import { memberNames } from '../../contract/schema/walk.ts';
import { kebab } from '../../contract/schema/texts-and-numbers.ts';

/** Adds to `gaps` each rule that no value breaks, and each value of `x-refuses` that does not break its rule. */
export function violationScenarios(operation: Operation, gaps: Gap[] = []): readonly Scenario[] {
  return violationsIn(operation, gaps, (rule) => settingsOf(operation, rule));
}

/** Each rule broken with as few parameters as possible, in a list of one item. */
export function plainViolations(operation: Operation): readonly Scenario[] {
  return violationsIn(operation, [], () => [alone]);
}

function violationsIn(
  operation: Operation,
  gaps: Gap[],
  settingsFor: (rule: Rule) => readonly ViolationSetting[],
): readonly Scenario[] {
  return operation.rules.flatMap((rule) => {
    const failed: Gap[] = [];
    const cases = attempt(rule.id, failed, () => waysToBreak(operation, rule));
    const made = settingsFor(rule).flatMap((setting) =>
      (setting.everyWay ? cases : cases.slice(0, 1)).flatMap((one) =>
        attempt(rule.id, failed, () => scenariosOf(operation, rule, setting, one)),
      ),
    );
    const contradictions = failed.filter(({ isContradiction }) => isContradiction);
    gaps.push(...contradictions);
    if (made.length === 0 && contradictions.length === 0)
      gaps.push({ subject: rule.id, reason: failed[0]?.reason ?? nothingBreaks(rule) });
    return made;
  });
}

function nothingBreaks({ keyword }: Rule): string {
  return `no value is known that breaks "${keyword}" and nothing else. Give its schema "x-refuses"`;
}

/** The place and the condition under which a rule is broken. */
interface ViolationSetting extends Placement {
  readonly slug: string;
  readonly title: string;
  /** The N of the first item, from 1. */
  readonly firstIndex: number;
  /** Every way to break the rule, or only the first where the others would prove nothing new. */
  readonly everyWay: boolean;
  /** With every other parameter, or with as few as possible. */
  readonly full: boolean;
  /** Values of other parameters. */
  readonly beside?: Draft;
}

const alone: ViolationSetting = {
  slug: '',
  title: '',
  item: 0,
  items: 1,
  firstIndex: 1,
  choice: 0,
  everyWay: true,
  full: false,
};

function settingsOf(operation: Operation, rule: Rule): readonly ViolationSetting[] {
  const once: ViolationSetting = { ...alone, everyWay: false };
  const conditions = conditionValues(rule).map((value, choice) => ({
    ...once,
    choice,
    slug: String(value),
    title: ` (${String(value)})`,
  }));
  const inFull: ViolationSetting = {
    ...once,
    full: true,
    slug: 'in-full',
    title: ', among every other parameter',
  };
  return [
    alone,
    ...conditions.slice(1),
    inFull,
    ...besideListed(operation, rule, once),
    ...(rule.path.includes('[]') ? settingsInLists(operation, rule, once) : []),
  ];
}

/** An operation may list values for hundreds of parameters. */
const mostBeside = 6;

/** The surest rule of each parameter, beside values of the others that list theirs: it does not depend on them. */
function besideListed(operation: Operation, rule: Rule, once: ViolationSetting): readonly ViolationSetting[] {
  const [name = ''] = rule.path;
  const own = operation.rules.filter(({ path }) => path.length === 1 && path[0] === name);
  const [surest] = own.toSorted((a, b) => compareEvidence(a.codeEvidence, b.codeEvidence));
  if (surest !== rule) return [];
  return memberNames(operation.request)
    .filter((other) => other !== name)
    .flatMap((other) =>
      enumAt(operation, [other])
        .filter((value) => value !== schemasAt(operation.request, [other])[0]?.['default'])
        .map((value) => ({
          ...once,
          beside: { [other]: value },
          slug: `beside-${kebab(other)}-${kebab(String(value))}`,
          title: ` (${other} ${String(value)})`,
        })),
    )
    .slice(0, mostBeside);
}

function settingsInLists(
  operation: Operation,
  rule: Rule,
  once: ViolationSetting,
): readonly ViolationSetting[] {
  const ofItems = rule.path.at(-1) === '[]';
  const most = mostItems(operation, rule.path.slice(0, rule.path.lastIndexOf('[]')));
  return [
    ...(most < 2
      ? []
      : [
          { ...once, items: 2, item: 0, slug: 'first-item', title: ', in the first of two items' },
          { ...once, items: 2, item: 1, slug: 'last-item', title: ', in the last of two items' },
        ]),
    ...(ofItems && most >= 3
      ? [{ ...once, items: 3, item: 1, slug: 'second-of-three', title: ', second of three' }]
      : []),
    { ...once, firstIndex: 7, slug: 'after-a-gap', title: ', with the list from N = 7' },
    ...membersToVary(operation, rule).map(({ name, value }) => ({
      ...once,
      member: { name, value },
      slug: String(value),
      title: ` (${name} ${String(value)})`,
    })),
  ];
}

/** One setting for each kind of item, such as each format, unless a condition limits the rule to some of them. */
function membersToVary(operation: Operation, rule: Rule): readonly NonNullable<Placement['member']>[] {
  const list = rule.path.slice(0, rule.path.lastIndexOf('[]'));
  const unique = operation.rules.find(
    ({ keyword, path }) => keyword === 'x-unique-by' && path.join('.') === list.join('.'),
  );
  const name = String(unique?.limit);
  if (!unique || conditionValues(rule).length > 0 || subjectOf(rule).at(-1) === name) return [];
  const values = enumAt(operation, [...list, '[]', name]);
  const usual = validValue(operation, [...list, '[]', name]);
  return values.filter((value) => value !== usual).map((value) => ({ name, value }));
}

/** Where a refusal has stronger evidence than its code: one scenario for the refusal and, unless the code is assumed, one for the code. */
function scenariosOf(
  operation: Operation,
  rule: Rule,
  setting: ViolationSetting,
  refusal: Case,
): readonly Scenario[] {
  const strict = scenarioOf(operation, rule, setting, refusal);
  if (compareEvidence(rule.codeEvidence, rule.evidence) <= 0) return [strict];
  if (setting.beside && rule.codeEvidence !== 'assumed') return [strict];
  const isGuess = rule.codeEvidence === 'assumed';
  const open = {
    ...strict,
    id: isGuess ? strict.id : `${strict.id}/refused`,
    title: `${strict.title}: refused, with whatever code`,
    act: expecting(strict.act, [rule.error, anyError]),
    evidence: weaker(rule.evidence, refusal.evidence ?? rule.evidence),
  };
  return isGuess ? [open] : [strict, open];
}

function expecting(act: Act, expect: readonly string[]): Act {
  return act.kind === 'sequence' ? { ...act, steps: act.steps.map((step) => ({ ...step, expect })) } : act;
}

/** Whether the scenario expects a refusal with any code. */
export function isCodeOpen({ act }: Scenario): boolean {
  return act.kind === 'sequence' && act.steps.some(({ expect }) => expect.includes(anyError));
}

function scenarioOf(operation: Operation, rule: Rule, setting: ViolationSetting, refusal: Case): Scenario {
  const id = [rule.id, refusal.slug, setting.slug].filter((part) => part !== '').join('/');
  const draft = { ...(setting.full ? fullRequest(operation) : minimalRequest(operation)), ...setting.beside };
  const place = arrange(operation, draft, rule, setting);
  refusal.apply(draft, place);
  assertBreaksOnly(operation, draft, rule, id);
  return {
    id,
    title: `${subjectName(rule)} ${refusal.title}${setting.title}`,
    family: 'violations',
    operation: operation.name,
    exercises: rule.error,
    evidence: weaker(rule.codeEvidence, refusal.evidence ?? rule.codeEvidence),
    source: rule.source,
    rule: { id: rule.id, pointer: rule.pointer },
    arrange: [],
    act: sequence(stepFor(operation, draft, { expect: [rule.error], firstIndex: setting.firstIndex })),
  };
}

function assertBreaksOnly(operation: Operation, draft: Draft, rule: Rule, id: string): void {
  const violations = violationsAsSent(operation, draft);
  const others = violations
    .filter((violation) => violation.rule.error !== rule.error)
    .map((violation) => violation.rule.id);
  if (violations.some((violation) => violation.rule === rule) && others.length === 0) return;
  const reason = others.length === 0 ? 'it breaks nothing' : `it also breaks "${others.join('", "')}"`;
  if (givenCases(rule).length === 0) throw new GenerationError(`every value that breaks it fails: ${reason}`);
  throw new ContractError(
    `Failed to make scenario "${id}" of "${operation.name}": ${reason}. Correct the rule or its "x-refuses" in the contract.`,
    { pointer: rule.pointer },
  );
}
