/** Finds operations by the names given on the command line. */
import { mainOperation, type Contract } from '../../../contract/contract.ts';
import { nearest } from '../../../contract/text/nearest.ts';
import { namesOf } from '../../../contract/naming.ts';
import type { Operation } from '../../../contract/operation/operation.ts';
import { globToRegExp } from '../../../scenarios/scenario/glob.ts';
import { UsageError } from '../exit.ts';

/** Most names that a sentence lists. */
const mostListed = 20;

/**
 * The operation that a name means: an action, `PRODUCT.ACTION` or `PRODUCT.VERSION.ACTION`; without a name, the documented one.
 *
 * Throws UsageError for an unknown or ambiguous name.
 */
export function chooseOperation(contract: Contract, name: string | undefined): Operation {
  if (name === undefined) return mainOperation(contract);
  const exact = contract.get(name);
  const found = exact ? [exact] : [...contract.values()].filter((one) => namesOf(one).includes(name));
  const [only, another] = found;
  if (only && !another) return only;
  throw new UsageError(
    only
      ? `Failed to find operation "${name}": it means ${listed(found.map((one) => one.name))}. Name one of them.`
      : `Failed to find operation "${name}": ${wayOut(name, [...contract.keys()])}`,
  );
}

function wayOut(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  return meant === undefined
    ? `the contract has ${listed(known)}. Name one of them.`
    : `the contract has none of that name. Did you mean "${meant}"?`;
}

/** Whether a name is `all` or a pattern. */
export function isPattern(name: string): boolean {
  return name === 'all' || name.includes('*');
}

/**
 * The operations that names mean, each once and in the order of the names: `all`, a pattern with `*` for any text, or as above.
 *
 * Throws UsageError for a name or a pattern that matches no operation.
 */
export function chooseOperations(contract: Contract, names: readonly string[]): readonly Operation[] {
  return [...new Set(names.flatMap((name) => matching(contract, name)))];
}

function matching(contract: Contract, name: string): readonly Operation[] {
  if (!isPattern(name)) return [chooseOperation(contract, name)];
  const pattern = globToRegExp(name === 'all' ? '*' : name);
  const found = [...contract.values()].filter((one) => namesOf(one).some((each) => pattern.test(each)));
  if (found.length > 0) return found;
  throw new UsageError(
    `Failed to find operation "${name}": no operation has such a name. The contract has ${listed([...contract.keys()])}.`,
  );
}

function listed(names: readonly string[]): string {
  const rest = names.length - mostListed;
  return names.slice(0, mostListed).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
