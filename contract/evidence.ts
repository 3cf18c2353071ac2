/** Evidence: how sure a statement is, and its source. */
import { ContractError } from './contract-error.ts';
import { isObject, pointerTo, type JsonObject } from './json.ts';

/**
 * - `stated`: the documentation page says so.
 * - `implied`: follows from the page or from another public source, which `source` names.
 * - `assumed`: no source says so, but a mock must answer something.
 * - `observed`: a real target did so, on a date.
 */
export type Evidence = (typeof evidenceLevels)[number];

/** Strongest first. */
export const evidenceLevels = ['stated', 'implied', 'observed', 'assumed'] as const;

/** How sure a statement is, and where it stands. */
export interface Provenance {
  readonly evidence: Evidence;
  /** The section and the sentence's subject, such as "Request parameters, DelayTime". */
  readonly source: string;
}

/** The stronger evidence comes first. */
export function compareEvidence(a: Evidence, b: Evidence): number {
  return evidenceLevels.indexOf(a) - evidenceLevels.indexOf(b);
}

/**
 * Read `x-evidence` and `x-source`; each is one text for all keywords of a schema, or a map from keyword to text.
 *
 * Throws ContractError for an evidence level that does not exist.
 */
export function readProvenance(
  holder: JsonObject,
  keyword: string,
  inherited: Provenance,
  pointer: string,
  member = '',
): Provenance {
  return {
    evidence: levelOf(holder, 'x-evidence', [keyword, member], inherited.evidence, pointer),
    source: pick(holder['x-source'], keyword, member) ?? inherited.source,
  };
}

/**
 * Read `x-code-evidence`: the evidence of a refusal's code, where it is weaker than that of the refusal.
 *
 * Throws ContractError for an evidence level that does not exist.
 */
export function readCodeEvidence(
  holder: JsonObject,
  keyword: string,
  refusal: Evidence,
  pointer: string,
  member = '',
): Evidence {
  return levelOf(holder, 'x-code-evidence', [keyword, member], refusal, pointer);
}

function levelOf(
  holder: JsonObject,
  word: string,
  [keyword, member]: readonly [string, string],
  otherwise: Evidence,
  pointer: string,
): Evidence {
  const level = pick(holder[word], keyword, member) ?? otherwise;
  if (isEvidence(level)) return level;
  throw new ContractError(
    `Failed to read "${word}": "${level}" is not an evidence level. Use one of ${evidenceLevels.join(', ')}.`,
    { pointer: pointerTo(pointer, word) },
  );
}

/** The weaker of two. */
export function weaker(a: Evidence, b: Evidence): Evidence {
  return compareEvidence(a, b) > 0 ? a : b;
}

/**
 * One text for all keywords, or a map from keyword to text, `*` for every other keyword. For `required` the text may in turn be a map, from the member
 * that is missing to its text, `*` for every other.
 */
export function pick(value: unknown, keyword: string, member = ''): string | undefined {
  const chosen = isObject(value) ? (value[keyword] ?? value['*']) : value;
  const text = isObject(chosen) ? (chosen[member] ?? chosen['*']) : chosen;
  return typeof text === 'string' ? text : undefined;
}

function isEvidence(text: string): text is Evidence {
  return evidenceLevels.some((level) => level === text);
}
