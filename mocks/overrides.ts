/** Answers that a test gives in place of the mock's own, such as one that the documentation does not mention. */
import type { JsonObject } from '../contract/json.ts';
import { refuseNonFunction } from '../contract/text/options.ts';
import type { WireRequest } from './gateway/request.ts';

/** A call that has arrived, before anything is decided. */
export interface IncomingCall {
  /** By the mock's clock, in milliseconds since the epoch. */
  readonly at: number;
  readonly operation: string;
  /** The account of the access key, or the access key id where nothing is verified. */
  readonly account: string;
  /** Decoded, nested. */
  readonly parameters: JsonObject;
  readonly request: WireRequest;
}

/** The answer, or undefined to leave it to the next one, at last to the mock. */
export type Responder = (exchange: IncomingCall) => Response | undefined | Promise<Response | undefined>;

export interface Overrides {
  /** Ask this one first from now on. Returns a function that asks it no more. Throws MisuseError for what is no function. */
  add(operation: string, responder: Responder): () => void;
  clear(): void;
  readonly isEmpty: boolean;
  /** Those of an operation, in the order in which they are asked. */
  readonly of: (operation: string) => readonly Responder[];
}

export function createOverrides(): Overrides {
  let entries: readonly { readonly operation: string; readonly responder: Responder }[] = [];
  return {
    add(operation, responder) {
      refuseNonFunction(`use an answer for "${operation}"`, responder);
      const entry = { operation, responder };
      entries = [entry, ...entries];
      return () => {
        entries = entries.filter((one) => one !== entry);
      };
    },
    clear() {
      entries = [];
    },
    get isEmpty() {
      return entries.length === 0;
    },
    of: (name) => entries.flatMap(({ operation, responder }) => (operation === name ? [responder] : [])),
  };
}
