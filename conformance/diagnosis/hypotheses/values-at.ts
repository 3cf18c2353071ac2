/** Values at a place of a request. */
import type { Json } from '../../../contract/json.ts';

/** Every value that a path leads to; `[]` is each item of a list. */
export function valuesAt(value: Json | undefined, path: readonly string[]): readonly Json[] {
  const [step, ...rest] = path;
  if (value === undefined || value === null) return [];
  if (step === undefined) return [value];
  if (step === '[]')
    return Array.isArray(value) ? (value as readonly Json[]).flatMap((item) => valuesAt(item, rest)) : [];
  return typeof value === 'object' && !Array.isArray(value)
    ? valuesAt((value as Record<string, Json>)[step], rest)
    : [];
}
