/** The hosts of a mock, and the faults that each can play. */
import { faultNames, type FaultName } from './rule.ts';

export interface Host {
  /** As it is called in messages: `fetch`, `msw`, `node:http`. */
  readonly name: string;
  readonly faults: ReadonlySet<FaultName>;
}

/** What stands around a mock. */
export interface Hosts {
  /** The hosts that are there, each named once. */
  list(): readonly Host[];
  /** Say that a host serves the mock, until the answer is called. */
  attach(host: Host): () => void;
}

const all: ReadonlySet<FaultName> = new Set(faultNames);

/** Whoever calls `mock.handle` is told which fault is due, and sees to it. */
export const handleHost: Host = { name: 'handle', faults: all };

/** A Response cannot say one length and have another. */
export const fetchHost: Host = {
  name: 'fetch',
  faults: all.difference(new Set<FaultName>(['wrong-content-length'])),
};

/** MSW can end a request without an answer, but has no way to say that works everywhere how the connection ended. */
export const mswHost: Host = {
  name: 'msw',
  faults: all.difference(new Set<FaultName>(['wrong-content-length', 'reset'])),
};

export const httpHost: Host = { name: 'node:http', faults: all };

export function createHosts(...first: readonly Host[]): Hosts {
  const attached = [...first];
  return {
    list: () => [...new Set(attached)],
    attach(host) {
      attached.push(host);
      let isAttached = true;
      return () => {
        if (isAttached) attached.splice(attached.lastIndexOf(host), 1);
        isAttached = false;
      };
    },
  };
}
