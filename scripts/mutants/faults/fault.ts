/** What a seeded fault is. */
import type { DocumentedCode } from '../reference/errors.ts';
import type { Variation } from '../reference/parts.ts';

/** A promise of the documentation that is not an error code. */
export type Property =
  'accepts' | 'state' | 'rate-limit' | 'answer-shape' | 'request-id' | 'content-type' | 'concurrency';

/** The codes for absent parameters follow the gateway's pattern; the page has them as "required" only. */
/** What the page forbids without a code: the names are the contract's guesses. */
export type GuessedCode = 'MissingRecordFormat' | 'InvalidOnDemand';

export type RequiredCode = 'MissingDomainName' | 'MissingAppName' | 'MissingOssEndpoint' | 'MissingOssBucket';

export type Broken = DocumentedCode | RequiredCode | GuessedCode | Property;

export interface Fault {
  /** Unique over all faults, kebab-case. */
  readonly name: string;
  readonly category: string;
  readonly breaks: Broken;
  /** Other names under which reporting the fault is for the right reason, too. */
  readonly also?: readonly Broken[];
  /** One sentence: what the faulty server does. */
  readonly describe: string;
  readonly apply: Variation;
}

export type FaultName = Fault['name'];

/** A row of a table of faults: its category is the table's. */
export type Row = Omit<Fault, 'category'>;

export function inCategory(category: string, rows: readonly Row[]): Fault[] {
  return rows.map((row) => ({ ...row, category }));
}

/** `InvalidDelayTime` as `invalid-delay-time`. */
export function kebab(code: string): string {
  return code
    .replaceAll('.', '-')
    .replaceAll(/([a-z\d])([A-Z])/g, '$1-$2')
    .toLowerCase();
}
