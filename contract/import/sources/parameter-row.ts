/** A row of a parameter table, as it is printed. */

export interface ParameterRow {
  /** As it is sent: `Tag.N.Key`, `└Name` for a member of what stands above, or empty for the item of the list above. */
  readonly name: string;
  readonly type: string;
  /** Empty where the table has no such column. */
  readonly required: string;
  readonly description: string;
  readonly example: string;
  /** Where it is sent, such as `Query`; empty where the table has no such column. */
  readonly place: string;
}

/** Which table it stands in: that of a request says which parameters have to be sent. */
export type ParameterSection = 'Request parameters' | 'Response parameters';
