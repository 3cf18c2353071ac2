/** All seeded faults, and the faulty servers made from them. */
import { answerFaults } from './answers.ts';
import { concurrencyFaults } from './concurrency.ts';
import { keyFaults } from './keys.ts';
import { listFaults } from './lists.ts';
import { numberFaults } from './numbers.ts';
import { pairFaults } from './pairs.ts';
import { prefixFaults } from './prefixes.ts';
import { rateFaults } from './rate.ts';
import { requestFaults } from './requests.ts';
import { sequenceFaults } from './sequences.ts';
import { stateFaults } from './state.ts';
import { timeFaults } from './times.ts';
import { unicodeFaults } from './unicode.ts';
import { vodFaults } from './vod.ts';
import type { SeededFault } from './fault.ts';
import type { Fetch } from '../reference/parts.ts';
import { createServer, documentedParts } from '../reference/server.ts';
import type { ReferenceServerOptions } from '../reference/server.ts';

/**
 * Every one of these contradicts the documentation: a conformance suite has to report it. Wrong codes, statuses and bounds
 * are not among them: those are changes of the contract, see ../contract-changes.ts.
 */
export const faults: readonly SeededFault[] = [
  ...numberFaults,
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

/** Finds a fault by its name. Throws for a name that no fault has. */
export function findFault(name: string): SeededFault {
  const fault = faults.find((candidate) => candidate.name === name);
  if (!fault) throw new Error(`Failed to find the fault "${name}": no fault has that name.`);
  return fault;
}

/** A server that is right but for the named fault. */
export function createFaulty(name: string, options: ReferenceServerOptions = {}): Fetch {
  return createServer(findFault(name).apply(documentedParts), options);
}
