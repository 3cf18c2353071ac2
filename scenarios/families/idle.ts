/** Parameters sent where they have no effect. Whether a target accepts them there is asked in separate scenarios. */
import type { Operation } from '../../contract/operation/operation.ts';
import type { Doubt } from '../../contract/schema/doubts.ts';
import { findViolations } from '../../contract/schema/violations.ts';
import { kebab } from '../../contract/schema/texts-and-numbers.ts';
import { enumAt, removeAt, setAt, validValue, violationsOf, type DraftValue } from '../requests/draft.ts';
import { bindingsFor } from '../requests/bindings.ts';
import { minimalRequest } from '../requests/valid-requests.ts';
import { withDoubts } from '../requests/doubts.ts';
import { arrange, onlyItem } from '../requests/placement.ts';
import { fillRequest } from '../scenario/placeholders.ts';
import { sequence, success, type Scenario } from '../scenario/scenario.ts';
import { stepFor } from '../steps/steps.ts';

/** One scenario for each way in which a condition can fail: its property left out, or with another listed value. */
export function idleScenarios(operation: Operation): readonly Scenario[] {
  const idle = operation.doubts.filter((doubt) => doubt.idle);
  const scenarios = idle.flatMap((doubt) =>
    settingsOf(operation, doubt).flatMap((one) => scenarioOf(operation, doubt, one)),
  );
  return [...new Map(scenarios.map((scenario) => [scenario.id, scenario])).values()];
}

interface FailedCondition {
  readonly slug: string;
  readonly title: string;
  /** A member of the object that the condition looks at; without a value it is left out. */
  readonly name: string;
  readonly value?: DraftValue;
}

function settingsOf(operation: Operation, { path, guards }: Doubt): readonly FailedCondition[] {
  const [guard] = guards;
  if (guards.length !== 1 || !guard) return [];
  const holder = path.slice(0, guard.depth);
  return namesIn(guard.schema).flatMap((name) => [
    { slug: `without-${kebab(name)}`, title: `without ${name}`, name },
    ...valuesAt(operation, [...holder, name]).map((value) => ({
      slug: `with-${kebab(name)}-${slugOf(value)}`,
      title: `beside ${name} ${String(value)}`,
      name,
      value,
    })),
  ]);
}

function namesIn(schema: Doubt['limit']): readonly string[] {
  const required = (schema as { readonly required?: readonly string[] } | null)?.required; // a condition names what it requires
  return required ?? [];
}

function valuesAt(operation: Operation, path: readonly string[]): readonly DraftValue[] {
  const listed = enumAt(operation, path);
  return listed.length > 0 ? listed : [validValue(operation, path)];
}

function slugOf(value: DraftValue): string {
  return kebab(String(value)).replaceAll(/^-|-$/g, '') || 'wildcard';
}

/** Undefined where the parameter has an effect after all, or the request breaks a rule. */
function scenarioOf(
  operation: Operation,
  doubt: Doubt,
  { slug, title, name, value }: FailedCondition,
): readonly Scenario[] {
  const draft = minimalRequest(operation);
  const holder = doubt.path.slice(0, -1);
  const place = arrange(operation, draft, { path: holder, guards: [] }, onlyItem);
  if (value === undefined) removeAt(draft, [...place, name]);
  else setAt(draft, [...place, name], value);
  const step = doubt.path.at(-1) ?? '';
  setAt(draft, [...place, step], validValue(operation, doubt.path));
  const request = fillRequest(draft, bindingsFor(operation));
  const isIdle = findViolations([doubt], request, bindingsFor(operation).now).length > 0;
  if (!isIdle || violationsOf(operation, draft).length > 0) return [];
  return [
    withDoubts(
      {
        id: `accepted/${doubt.path
          .filter((one) => one !== '[]')
          .map(kebab)
          .join('/')}/without-effect/${slug}`,
        title: `${doubt.path.map((one) => (one === '[]' ? 'N' : one)).join('.')} ${title}, where it has no effect`,
        family: 'accepted',
        operation: operation.name,
        exercises: success,
        evidence: doubt.evidence,
        source: doubt.source,
        arrange: [],
        act: sequence(stepFor(operation, draft)),
      },
      operation,
    ),
  ];
}
