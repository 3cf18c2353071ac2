/** Bodies of the admin API, as the server answers them and the inspector page reads them. */
import type { ErrorRow } from '../../contract/operation/errors.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import type { JsonObject } from '../../contract/json.ts';
import type { SentRequest } from '../../contract/wire/curl.ts';
import type { Pair } from '../../contract/wire/parameters.ts';
import type { WireAnswer } from '../engine/answer.ts';
import type { Accepted, Lost, Overridden, Refused } from '../engine/engine.ts';
import type { ExplainedViolation, SeenValue } from '../explain/explain.ts';
import type { FaultHandle, FaultName, FaultSettingName } from '../faults/rule.ts';
import type { JournalEntry } from '../journal/journal.ts';
import type { CollectionCount } from '../state/store.ts';

/** A call in a row of a list: enough to tell it from others and to find it again, and never more than some kilobytes. */
export interface RequestRow {
  readonly id: number;
  /** By the mock's clock. */
  readonly at: string;
  readonly operation: string | null;
  readonly account: string;
  /** Method and address, for a call that names no operation. */
  readonly address: string;
  /** Null where nothing was answered. */
  readonly status: number | null;
  readonly requestId: string | null;
  /** Calls that the rate limit or such a fault refused are apart from those that were wrong. */
  readonly outcome: 'accepted' | 'refused' | 'throttled' | 'lost' | 'overridden';
  /** What it was refused with, and the parameter at fault. */
  readonly error: string | null;
  readonly parameter: string | null;
  /** Names of the faults that were injected. */
  readonly faults: readonly string[];
  readonly delivery: Delivery['kind'];
  /** The values that name the record that the call is about. */
  readonly key: readonly string[];
  /** What was sent, by names on the wire; long values are cut. */
  readonly pairs: readonly Pair[];
}

/** What became of an answer on its way to the client. */
export interface Delivery {
  readonly kind: 'whole' | 'altered' | 'none';
  /** What the fault did; empty where there was none. */
  readonly sentence: string;
  /** What the client got, where that is not the whole answer. */
  readonly body?: string;
}

/** A call with all that is known of it. */
export interface ShownRequest {
  readonly id: number;
  readonly at: string;
  readonly durationMs: number;
  readonly operation: string | null;
  readonly account: string;
  readonly request: JournalEntry['request'];
  readonly parameters: JsonObject;
  /** Null for a call that a fault took away. */
  readonly answer: WireAnswer | null;
  readonly decision: Accepted | Lost | Overridden | Omit<Refused, 'signature'>;
  /** Why parts of the request were not read. */
  readonly unread?: string;
  readonly faults: readonly string[];
  readonly delivery: Delivery;
}

/** Why a call was answered as it was, and what to change. */
export interface ShownExplanation {
  readonly id: number;
  /** What is wrong; empty for a call that is accepted. */
  readonly sentence: string;
  /** What the decision was made on. */
  readonly saw: readonly SeenValue[];
  /** Every rule of the request that is broken. */
  readonly violations: readonly ExplainedViolation[];
  /** Null where no change of the parameters helps. */
  readonly fix: {
    /** Null stands for a parameter that is not sent. */
    readonly changes: readonly { readonly parameter: string; readonly from: unknown; readonly to: unknown }[];
    /** Null where the call cannot be repeated, since its secrets are hidden. */
    readonly call: SentRequest | null;
  } | null;
  readonly record: RecordLink | null;
  /** The accepted call that differs in the fewest parameters. */
  readonly nearest: {
    readonly id: number;
    readonly differences: readonly ShownDifference[];
  } | null;
}

/** A parameter of two calls; null for one that does not send it. */
export interface ShownDifference {
  readonly parameter: string;
  readonly here: string | null;
  readonly there: string | null;
}

/** The record that a refused call ran into, or that an accepted one is about. */
export interface RecordLink {
  readonly account: string;
  readonly collection: string;
  readonly key: JsonObject;
  /** `in the way`, or the kind of the operation's effect. */
  readonly effect: string;
}

export interface ClockReading {
  readonly now: string;
  readonly running: boolean;
}

export interface CollectionList {
  /** Of all collections together. */
  readonly records: number;
  /** How many collections there are. */
  readonly total: number;
  /** The newest of them. */
  readonly collections: readonly CollectionCount[];
  /** What every account starts with. */
  readonly initial: readonly { readonly collection: string; readonly count: number }[];
}

/** The list of requests, with a row for each. */
export interface RequestRows {
  readonly total: number;
  /** A store that other servers may share. Each of them remembers the requests that it answered itself. */
  readonly sharedStore: string | null;
  readonly requests: readonly RequestRow[];
}

export interface RecordPage {
  readonly total: number;
  /** The fields that name a record; empty where no operation says. */
  readonly key: readonly string[];
  readonly records: readonly JsonObject[];
}

/** What calls have changed, as numbers. */
export interface CallCounts {
  /** Requests that are remembered. */
  readonly requests: number;
  /** The collections that may have changed, with the records that they have now. */
  readonly collections: readonly CollectionCount[];
  /** The faults that may have been injected. */
  readonly faults: readonly Omit<ListedFault, 'rule'>[];
}

/** A fault that was added, and how often it came into play. */
export type ListedFault = Pick<FaultHandle, 'id' | 'rule' | 'matched' | 'injected'>;

export interface FaultKind {
  readonly name: FaultName;
  readonly settings: readonly FaultSettingName[];
}

/** An operation of the contract. */
export interface ShownOperation extends Pick<
  Operation,
  'name' | 'product' | 'version' | 'page' | 'summary' | 'servers'
> {
  readonly rateLimit: Operation['rateLimit'] | null;
  /** Names of its parameters. */
  readonly parameters: readonly string[];
  /** Those that its page documents. */
  readonly errors: readonly Pick<ErrorRow, 'code' | 'status' | 'message' | 'evidence' | 'source'>[];
}

/** Calls that give a documented error. */
export interface Trigger {
  readonly code: string;
  readonly title: string;
  /** The last of them is answered with the error. */
  readonly calls: readonly SentRequest[];
}
