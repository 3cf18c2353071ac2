/** Objects of a contract are read strictly: a misspelt member would silently have no effect. */
import { ContractError } from './contract-error.ts';
import { pointerTo, type JsonObject } from './json.ts';
import { suggestion } from './text/nearest.ts';

const provenance = ['x-evidence', 'x-source'];

/** Throws ContractError for an unknown member, with the nearest known one. `x-evidence` and `x-source` are known everywhere. */
export function assertMembers(
  what: string,
  holder: JsonObject,
  known: readonly string[],
  pointer: string,
): void {
  const all = [...known, ...provenance];
  const stranger = Object.keys(holder).find((name) => !all.includes(name));
  if (stranger === undefined) return;
  throw new ContractError(
    `Failed to read ${what}: "${stranger}" is not known. ${suggestion(stranger, all)}`,
    { pointer: pointerTo(pointer, stranger) },
  );
}
