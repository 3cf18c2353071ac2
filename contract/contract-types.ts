/**
 * What a contract says, as types: its operations, and the parameters, errors and collections of each. `understudy contract build` and
 * `understudy contract types` write them, so that a misspelt name is found by the compiler.
 */

/** The types of a contract, by operation. As they stand here they are those of a contract that is known at run time only: any name. */
export interface ContractTypes {
  readonly [operation: string]: OperationTypes;
}

export interface OperationTypes {
  /** Parameters that a call may be asked to have: nested, or by their names on the wire, such as `Parts.1.Kind`. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Every error code that it can answer. */
  readonly errors: string;
  /** The collections that it looks at or changes, each with the members of its records. */
  readonly collections: { readonly [collection: string]: string };
}

/** One value of a parameter to look for. Numbers and their texts are the same; `undefined` means that it was not sent. */
export type ParameterValue = string | number | boolean | undefined;

/** Names of the operations. */
export type OperationName<Types extends ContractTypes> = Extract<keyof Types, string>;

/** Parameters of an operation; of several, those of any of them. */
export type ParametersOf<
  Types extends ContractTypes,
  Name extends OperationName<Types> = OperationName<Types>,
> = Types[Name]['parameters'];

/** Error codes of an operation; of several, those of any of them. */
export type ErrorCode<
  Types extends ContractTypes,
  Name extends OperationName<Types> = OperationName<Types>,
> = Types[Name]['errors'];

/** Names of the collections of a world. */
export type CollectionName<Types extends ContractTypes> = {
  [Name in OperationName<Types>]: Extract<keyof Types[Name]['collections'], string>;
}[OperationName<Types>];

/** Members that records of a collection may have. */
export type MemberName<Types extends ContractTypes, Collection extends CollectionName<Types>> = {
  [Name in OperationName<Types>]: Collection extends keyof Types[Name]['collections']
    ? Types[Name]['collections'][Collection]
    : never;
}[OperationName<Types>];

/** A record of a world. One with an `account` exists for that account only; a member that is left out matches any value. */
export type WorldRecord<Member extends string = string> = {
  readonly [name in Member | 'account']?: unknown;
};

/** What exists in one collection. */
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

/** What exists around the API, by collection. */
export type WorldOptions<Types extends ContractTypes> =
  string extends OperationName<Types>
    ? Readonly<Record<string, unknown>>
    : { readonly [Collection in CollectionName<Types>]?: WorldCollection<MemberName<Types, Collection>> };
