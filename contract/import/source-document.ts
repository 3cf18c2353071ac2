/** One operation as one source tells it: what every reader makes, whatever the source looked like. */
import type { Json, JsonObject } from '../json.ts';

export type Language = 'en' | 'zh';

export interface SourceDocument {
  readonly kind: 'metadata' | 'page';
  /** What a person calls the source: a file's name or an address. */
  readonly name: string;
  /** `yyyy-mm-dd`; empty where neither the source nor its file says when it was written. */
  readonly date: string;
  readonly language: Language;
  readonly operation: string;
  /** Whether the source has every operation of its product and version, so that one it does not have is not documented. */
  readonly isOfWholeProduct?: true;
  /** As the vendor writes it, such as `live`; empty where the source does not say. */
  readonly product: string;
  /** Such as `2016-11-01`; empty where the source does not say. */
  readonly version: string;
  readonly title: string;
  readonly style: 'RPC' | 'ROA';
  readonly hosts: readonly string[];
  /** The vendor's own word for what the operation does: create, delete, get, update, list; empty where it has none. */
  readonly operationType: string;
  /** What is said of the operation as a whole, section by section. */
  readonly prose: readonly Passage[];
  readonly parameters: readonly SourceParameter[];
  readonly response: readonly SourceParameter[];
  readonly errors: readonly SourceError[];
  readonly ram: SourcePermission | undefined;
  /** The body of an error, as the source shows one. */
  readonly errorExample: JsonObject | undefined;
  /** Why nothing can be made of the operation, where that is so: it is skipped. */
  readonly unreadable?: string;
  /** What the source has and no reader understands: a table, a row, a type. It is listed, and nothing is made of it. */
  readonly notRead: readonly NotRead[];
}

/** Something that was not read: where it stands, and what it is. */
export interface NotRead {
  readonly place: string;
  readonly text: string;
}

/** Text and where it stands, such as `Operation description`. */
export interface Passage {
  readonly section: string;
  readonly text: string;
}

export interface SourceParameter {
  readonly name: string;
  /** string, integer, number, boolean, array or object. */
  readonly type: string;
  /** The source's own word where it has members all the same, so that it is read as an object. */
  readonly contradictedType?: string;
  /** Undefined where the source does not say. */
  readonly required: boolean | undefined;
  readonly example: Json | undefined;
  readonly prose: string;
  /** What the source says as keywords of JSON Schema: minimum, maximum, enum, default, maxItems, pattern … */
  readonly keywords: JsonObject;
  /** How the value is written where it is not a plain text: `json` (one JSON text), `simple` (one text with commas). */
  readonly style?: string;
  /** Where in a request it travels, unless that is the query or the form. */
  readonly place?: string;
  /** Of an array. */
  readonly items?: SourceParameter;
  /** Of an object. */
  readonly members?: readonly SourceParameter[];
}

export interface SourceError {
  /** NaN where the source gives none. */
  readonly status: number;
  /** What the source has in place of a status, such as `default` or `4XX`. */
  readonly group?: string;
  readonly code: string;
  readonly message: string;
  /** What the page's last column says about it. */
  readonly description: string;
}

export interface SourcePermission {
  readonly action: string;
  readonly access: string;
  readonly resource: string;
}
