/**
 * What a contract says, as types: its operations, and the parameters, errors and collections of each. `understudy contract build` and
 * `understudy contract types` write them, so that a misspelt name is found by the compiler.
 */

/**
 * The names of one operation; those of a contract are the union of its operations'. As they stand here they are those of a
 * contract that is known at run time only: any name.
 */
export interface ContractTypes {
  /** The operation, with parameters that a call may be asked to have: nested, or by their names on the wire (`Parts.1.Kind`). */
  readonly calls: { readonly operation: string; readonly where?: Readonly<Record<string, unknown>> };
  /** Every error code that it can answer. */
  readonly errors: string;
  /** What exists around it, by collection. */
  readonly world: Readonly<Record<string, unknown>>;
}

/**
 * One value of a parameter to look for. Numbers and their texts are the same; `undefined` means that it was not sent.
 *
 *     const value: ParameterValue = 14;
 */
export type ParameterValue = string | number | boolean | undefined;

/** Names of the operations. */
export type OperationName<Types extends ContractTypes> = Types['calls']['operation'];

/** An operation and parameters that go with it; without an operation, parameters of any. */
export type CallSelection<Types extends ContractTypes> =
  Types['calls'] | { readonly operation?: undefined; readonly where?: Types['calls']['where'] };

/** Parameters to look for in calls of an operation. */
export type ParametersOf<Types extends ContractTypes, Name extends string> = NonNullable<
  Extract<Types['calls'], { readonly operation: Name }>['where']
>;

/**
 * A record of a world. One with an `account` exists for that account only; a member that is left out matches any value.
 *
 *     const record: WorldRecord = { account: 'my-key', Name: 'mine' };
 */
export type WorldRecord<Member extends string = string> = {
  readonly [name in Member | 'account']?: unknown;
};

/**
 * What exists in one collection.
 *
 *     const buckets: WorldCollection = { open: true, absent: [{ Name: 'gone' }] };
 */
export interface WorldCollection<Member extends string = string> {
  /** Whether every record exists except those of `absent`; `false` by default. */
  readonly open?: boolean;
  /** Records that exist. */
  readonly present?: readonly WorldRecord<Member>[];
  /** Records that do not exist in an open collection. */
  readonly absent?: readonly WorldRecord<Member>[];
  /** Initial records, complete. */
  readonly records?: readonly WorldRecord<Member>[];
}
