/** What a seeded fault is. */
import type { DocumentedCode } from '../reference/errors.ts';
import type { PartsVariation } from '../reference/parts.ts';

/** A property that the documentation requires, and that has no error code. */
export type Property =
  'accepts' | 'state' | 'rate-limit' | 'answer-shape' | 'request-id' | 'content-type' | 'concurrency';

/** What the page forbids without a code: the names are the contract's guesses. */
export type GuessedCode = 'MissingRecordFormat' | 'InvalidOnDemand';

/** The codes for absent parameters follow the gateway's pattern; the page has them as "required" only. */
export type RequiredCode = 'MissingDomainName' | 'MissingAppName' | 'MissingOssEndpoint' | 'MissingOssBucket';

export type BrokenRequirement = DocumentedCode | RequiredCode | GuessedCode | Property;

export interface SeededFault {
  /** Unique over all faults, kebab-case. */
  readonly name: string;
  readonly category: string;
  readonly breaks: BrokenRequirement;
  /** Other names under which reporting the fault is for the right reason, too. */
  readonly also?: readonly BrokenRequirement[];
  /** One sentence: what the faulty server does. */
  readonly describe: string;
  readonly apply: PartsVariation;
}

/** A row of a table of faults: its category is the table's. */
export type FaultRow = Omit<SeededFault, 'category'>;

export function inCategory(category: string, rows: readonly FaultRow[]): SeededFault[] {
  return rows.map((row) => ({ ...row, category }));
}

/** `InvalidDelayTime` as `invalid-delay-time`. */
export function kebab(code: string): string {
  return code
    .replaceAll('.', '-')
    .replaceAll(/([a-z\d])([A-Z])/g, '$1-$2')
    .toLowerCase();
}
