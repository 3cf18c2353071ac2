/** Each rule of the contract broken alone: at every boundary, under every condition, in every place of a list. */
import { compareEvidence } from '../contract/evidence.ts';
import type { Operation } from '../contract/operation.ts';
import type { Rule } from '../contract/rules.ts';
import { minimalRequest, violationsOf, type Draft } from './draft.ts';
import { arrange, conditionValues, type Placement } from './placement.ts';
import { refusalsOf, subjectName, type Refusal } from './refusals.ts';
import { sequence, type Scenario } from './scenario.ts';
import { stepFor } from './steps.ts';

/** Throws where a rule cannot be broken alone: the contract contradicts itself then. */
export function violationScenarios(operation: Operation): readonly Scenario[] {
  return operation.rules.flatMap((rule) =>
    settingsOf(rule).flatMap((setting) =>
      refusalsOf(operation, rule)
        .filter((_, index) => setting.everyWay || index === 0)
        .map((refusal) => scenarioOf(operation, rule, setting, refusal)),
    ),
  );
}

/** Where and under which condition a rule is broken. */
interface Setting extends Placement {
  readonly slug: string;
  readonly title: string;
  /** The N of the first item, from 1. */
  readonly firstIndex: number;
  /** Every way to break the rule, or only the first: the others would prove nothing new here. */
  readonly everyWay: boolean;
}

const plain: Setting = { slug: '', title: '', item: 0, items: 1, firstIndex: 1, choice: 0, everyWay: true };

function settingsOf(rule: Rule): readonly Setting[] {
  const settings = [plain];
  conditionValues(rule).forEach((value, choice) => {
    if (choice > 0)
      settings.push({ ...plain, slug: String(value), title: ` (${String(value)})`, choice, everyWay: false });
  });
  if (!rule.path.includes('[]')) return settings;
  const inner =
    rule.path.at(-1) === '[]'
      ? [{ items: 3, item: 1, slug: 'second-of-three', title: ', second of three' }]
      : [];
  for (const place of [
    { items: 2, item: 1, slug: 'last-item', title: ', in the last of two items' },
    ...inner,
  ]) {
    settings.push({ ...plain, ...place, everyWay: false });
  }
  settings.push({
    ...plain,
    slug: 'after-a-gap',
    title: ', with the list from N = 7',
    firstIndex: 7,
    everyWay: false,
  });
  return settings;
}

function scenarioOf(operation: Operation, rule: Rule, setting: Setting, refusal: Refusal): Scenario {
  const id = [rule.id, refusal.slug, setting.slug].filter((part) => part !== '').join('/');
  const draft = minimalRequest(operation);
  const place = arrange(operation, draft, rule, setting);
  refusal.apply(draft, place);
  assertBreaksOnly(operation, draft, rule, id);
  const evidence =
    refusal.evidence && compareEvidence(refusal.evidence, rule.evidence) > 0
      ? refusal.evidence
      : rule.evidence;
  return {
    id,
    title: `${subjectName(rule)} ${refusal.title}${setting.title}`,
    family: 'violations',
    operation: operation.name,
    exercises: rule.error,
    evidence,
    source: rule.source,
    arrange: [],
    act: sequence(stepFor(operation, draft, { expect: [rule.error], firstIndex: setting.firstIndex })),
  };
}

function assertBreaksOnly(operation: Operation, draft: Draft, rule: Rule, id: string): void {
  const violations = violationsOf(operation, draft);
  const others = violations
    .filter((violation) => violation.rule.error !== rule.error)
    .map((violation) => violation.rule.id);
  if (violations.some((violation) => violation.rule === rule) && others.length === 0) return;
  const reason = others.length === 0 ? 'it breaks nothing' : `it also breaks "${others.join('", "')}"`;
  throw new Error(
    `Failed to make scenario "${id}": ${reason}. Correct the rule or its "x-refuses" in the contract.`,
  );
}
