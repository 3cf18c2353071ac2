/** Conflict scenarios: a record made by another operation blocks this one, under its key, under no other key, until it is deleted. */
import type { Contract } from '../../contract/contract.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import type { Precondition } from '../../contract/operation/preconditions.ts';
import { fullRequest, minimalRequest } from '../requests/valid-requests.ts';
import { validValue, type Draft, type DraftValue } from '../requests/draft.ts';
import { findOperation } from '../steps/related-operations.ts';
import { sequence, success, type Scenario, type Step } from '../scenario/scenario.ts';
import { stepFor } from '../steps/steps.ts';
import { kebab } from '../../contract/schema/texts-and-numbers.ts';

/** Empty where no operation of the contract creates such a record. */
export function conflictScenarios(
  operation: Operation,
  precondition: Precondition,
  contract: Contract,
): readonly Scenario[] {
  const { fixture, key, error, collection, evidence, source, pointer } = precondition;
  const maker = findOperation(contract, collection, 'create');
  if (!maker || !fixture) return [];
  // The user may name a record that the target has (`--fixture`); otherwise the scenario creates one.
  const given = Object.fromEntries(
    key.map((field, index) => [field, `\${fixture.${fixture.name}.${index}}`]),
  );
  const own = Object.fromEntries(key.map((field) => [field, validValue(operation, [field]) ?? '']));
  const needs = { name: fixture.name, otherwise: key.map((field) => String(own[field])) };
  const make = (record: Draft): Step => stepFor(maker, { ...minimalRequest(maker), ...record });
  const add = (record: Draft, ...expect: readonly string[]): Step =>
    stepFor(operation, { ...minimalRequest(operation), ...record }, expect.length === 0 ? {} : { expect });
  const build = (
    slug: string,
    title: string,
    parts: Pick<Scenario, 'exercises' | 'arrange' | 'act'> & Partial<Scenario>,
  ): Scenario => ({
    id: `${kebab(collection)}/${slug}`,
    title,
    family: 'state',
    operation: operation.name,
    evidence,
    source,
    rule: { id: error, pointer },
    ...parts,
  });
  // A conflict with a request that leaves these fields out is less sure than one with the same values.
  const others = (maker.effect?.key ?? []).filter((field) => !key.includes(field));
  const names = (record: Draft): boolean => others.some((field) => record[field] !== undefined);
  const made = `${key.join(', ')} of which ${maker.name} made a configuration`;

  return [
    build('conflict', made, {
      exercises: error,
      needs,
      arrange: [make(given)],
      act: sequence(add(given, error)),
    }),
    build('conflict/in-full', `${made}, in a request with every parameter`, {
      exercises: error,
      needs,
      evidence: names(fullRequest(operation)) ? 'assumed' : evidence,
      arrange: [make(given)],
      act: sequence(add({ ...fullRequest(operation), ...given }, error)),
    }),
    ...key.map((field) =>
      build(
        `beside-another-${kebab(field)}`,
        `A record of ${maker.name} for another ${field} causes no conflict`,
        {
          exercises: success,
          arrange: [make({ ...own, [field]: otherThan(own[field]) })],
          act: sequence(add(own)),
        },
      ),
    ),
    // Other key fields of the blocking record make no difference to the conflict.
    ...others.map((field) =>
      build(`conflict/another-${kebab(field)}`, `${made}, whatever its ${field}`, {
        exercises: error,
        evidence: 'assumed',
        arrange: [make({ ...own, [field]: otherThan(validValue(maker, [field])) })],
        act: sequence(add({ ...own, [field]: validValue(operation, [field]) ?? '' }, error)),
      }),
    ),
    ...afterRemoval(),
  ];

  function afterRemoval(): readonly Scenario[] {
    const remover = findOperation(contract, collection, 'remove');
    if (!remover) return [];
    return [
      build(
        'conflict/removed',
        `After ${remover.name} the conflict is gone, and the refused call stored nothing`,
        {
          exercises: success,
          arrange: [make(own), add(own, error), stepFor(remover, { ...minimalRequest(remover), ...own })],
          act: sequence(add(own)),
        },
      ),
    ];
  }
}

/** Another value: an invented name gets a suffix, a domain of the target a subdomain. A target without that subdomain is not asked. */
function otherThan(value: DraftValue | undefined): string {
  const text = String(value);
  return text.includes('${unique}') ? `${text}-other` : `other.${text}`;
}
