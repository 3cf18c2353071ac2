/** The transports of a mock (fetch, MSW, node:http), and the faults that each can inject. */
import { faultNames, type FaultName } from './rule.ts';

/** A way in which requests reach a mock. */
export interface Transport {
  /** Its name in messages: `fetch`, `msw`, `node:http`. */
  readonly name: string;
  readonly faults: ReadonlySet<FaultName>;
}

/** The transports that serve a mock. */
export interface Transports {
  /** The registered transports, without repetition. */
  list(): readonly Transport[];
  /** Register a transport; call the returned function to remove it. */
  attach(transport: Transport): () => void;
}

const all: ReadonlySet<FaultName> = new Set(faultNames);

/** `mock.handle`: its callers get the fault in the exchange, and play it themselves. */
export const handleTransport: Transport = { name: 'handle', faults: all };

/** A Response cannot have a content-length other than its body's length. */
export const fetchTransport: Transport = {
  name: 'fetch',
  faults: all.difference(new Set<FaultName>(['wrong-content-length'])),
};

/** MSW can fail a request without an answer, but has no portable way to say how the connection ended. */
export const mswTransport: Transport = {
  name: 'msw',
  faults: all.difference(new Set<FaultName>(['wrong-content-length', 'reset'])),
};

export const httpTransport: Transport = { name: 'node:http', faults: all };

export function createTransports(...first: readonly Transport[]): Transports {
  const attached = [...first];
  return {
    list: () => [...new Set(attached)],
    attach(transport) {
      attached.push(transport);
      let isAttached = true;
      return () => {
        if (isAttached) attached.splice(attached.lastIndexOf(transport), 1);
        isAttached = false;
      };
    },
  };
}
