/** All seeded faults, and the faulty servers made from them. */
import { answerFaults } from './faults-answers.ts';
import { boundFaults } from './faults-bounds.ts';
import { codeFaults, messageFaults } from './faults-codes.ts';
import { concurrencyFaults } from './faults-concurrency.ts';
import { keyFaults } from './faults-keys.ts';
import { listFaults } from './faults-lists.ts';
import { pairFaults } from './faults-pairs.ts';
import { prefixFaults } from './faults-prefixes.ts';
import { rateFaults } from './faults-rate.ts';
import { requestFaults } from './faults-requests.ts';
import { sequenceFaults } from './faults-sequences.ts';
import { stateFaults } from './faults-state.ts';
import { timeFaults } from './faults-times.ts';
import { unicodeFaults } from './faults-unicode.ts';
import { vodFaults } from './faults-vod.ts';
import type { Fault, FaultName } from './fault.ts';
import type { Fetch } from './parts.ts';
import { createServer, documentedParts } from './server.ts';
import type { ServerOptions } from './server.ts';

export { messageFaults } from './faults-codes.ts';
export type { Fault, FaultName } from './fault.ts';

/** Every one of these contradicts the documentation: a conformance suite has to report it. */
export const faults: readonly Fault[] = [
  ...codeFaults,
  ...boundFaults,
  ...listFaults,
  ...prefixFaults,
  ...timeFaults,
  ...keyFaults,
  ...stateFaults,
  ...sequenceFaults,
  ...concurrencyFaults,
  ...rateFaults,
  ...requestFaults,
  ...pairFaults,
  ...unicodeFaults,
  ...answerFaults,
  ...vodFaults,
];

/** Finds a fault by its name, those of messages included. Throws for a name that no fault has. */
export function findFault(name: FaultName): Fault {
  const fault = [...faults, ...messageFaults].find((candidate) => candidate.name === name);
  if (!fault) throw new Error(`Failed to find the fault "${name}": there is none of that name.`);
  return fault;
}

/** A server that is right but for the named fault. */
export function createFaulty(name: FaultName, options: ServerOptions = {}): Fetch {
  return createServer(findFault(name).apply(documentedParts), options);
}
