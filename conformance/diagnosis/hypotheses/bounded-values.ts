/** How far the values of a call go to which a bound applies. */
import { isArray, isObject, type Json, type JsonObject } from '../../../contract/json.ts';
import type { Rule } from '../../../contract/schema/rules.ts';
import { findViolations } from '../../../contract/schema/violations.ts';
import type { Fact } from '../model/facts.ts';
import { isLower, measureOf } from './measures.ts';

const known = new WeakMap<JsonObject, Map<string, readonly number[]>>();

/**
 * Measures of the values that a rule would refuse beyond its bound: not of those where it does not apply, such as a member that counts
 * beside some formats only.
 */
export function boundedMeasures({ request, call }: Fact, rule: Rule): readonly number[] {
  const own = known.get(request) ?? new Map<string, readonly number[]>();
  known.set(request, own);
  const measures = own.get(rule.id) ?? measure(request, rule, call.at);
  own.set(rule.id, measures);
  return measures;
}

function measure(request: JsonObject, rule: Rule, at: number): readonly number[] {
  const beyond = replaceAt(request, rule.path, (value) => forbiddenLike(value, rule));
  if (beyond === request) return [];
  return findViolations([rule], beyond as JsonObject, at).flatMap(
    (violation) => measureOf(rule, valueAt(request, violation.at)) ?? [],
  );
}

/** A value of the same kind beyond the bound. */
function forbiddenLike(value: Json, rule: Rule): Json {
  const limit = Number(rule.limit);
  if (measureOf(rule, value) === undefined) return value;
  if (typeof value === 'string') return isLower(rule) ? '' : 'x'.repeat(limit + 1);
  if (isArray(value)) return isLower(rule) ? [] : Array.from({ length: limit + 1 }, () => value[0] ?? null);
  return isLower(rule) ? limit - 1 : limit + 1;
}

/** The same value where nothing is at the path. */
function replaceAt(value: Json, path: readonly string[], change: (value: Json) => Json): Json {
  const [step, ...rest] = path;
  if (step === undefined) return change(value);
  if (step === '[]') return isArray(value) ? value.map((item) => replaceAt(item, rest, change)) : value;
  const member = isObject(value) ? value[step] : undefined;
  return isObject(value) && member !== undefined
    ? { ...value, [step]: replaceAt(member, rest, change) }
    : value;
}

function valueAt(value: Json, path: readonly (string | number)[]): Json | undefined {
  return path.reduce<Json | undefined>(
    (found, step) =>
      found === undefined
        ? undefined
        : isArray(found)
          ? found[Number(step)]
          : isObject(found)
            ? found[String(step)]
            : undefined,
    value,
  );
}
