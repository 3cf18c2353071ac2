/**
 * What every tool is tried on, chosen by a rule before the first run: the middle fault of each category that there was in
 * ../mutants/faults.ts, and the middle decision of four kinds of correct server.
 */
import { correctServers } from '../../mutants/correct/correct.ts';
import { createFaulty, findFault } from '../../mutants/faults/faults.ts';
import type { Fetch } from '../../mutants/reference/parts.ts';
import { createReference } from '../../mutants/reference/reference.ts';

export const sampledFaults = [
  'never-invalid-slice-oss-object-prefix-malformed',
  'missing-slice-oss-object-prefix-as-missing-oss-object-prefix',
  'misspells-missing-oss-object-prefix',
  'invalid-format-malformed-with-415',
  'delay-from-16',
  'slice-duration-words-accepted',
  'slice-oss-object-prefix-counted-in-characters',
  'missing-oss-object-prefix-first-entry-only',
  'raw-as-a-part-refused',
  'several-formats-refused',
  'prefix-needs-names',
  'long-prefix-breaks-the-server',
  'times-with-offset',
  'times-in-seconds',
  'triple-with-formats',
  'all-apps-cover-each',
  'duplicate-of-application-accepted',
  'bad-format-entry-is-stored',
  'forgets-all-but-three',
  'simultaneous-duplicates-break',
  'rate-limit-averaged-over-a-minute',
  'rate-limit-per-app',
  'throttled-calls-are-stored',
  'plus-not-decoded',
  'all-streams-refused',
  'endpoint-with-symbols',
  'error-body-as-text',
  'request-id-repeated-in-errors',
  'typed-as-text',
] as const;

/** Of the decisions about order, rate limit, words and values; the reference is the fifth correct server. */
export const sampledDecisions = [
  'state-before-values',
  'throttled-calls-count',
  'recommends-a-page',
  'known-variables-only',
] as const;

export interface Subject {
  readonly name: string;
  readonly kind: 'reference' | 'correct' | 'faulty';
  /** One sentence: what this server does. */
  readonly describe: string;
  readonly create: () => Fetch;
}

/** The reference twice, to see what a tool's own chance changes; then the correct servers, then the faulty ones. */
export function listSubjects(): readonly Subject[] {
  const reference = (name: string): Subject => ({
    name,
    kind: 'reference',
    describe: 'Does as documented.',
    create: () => createReference(),
  });
  return [
    reference('reference'),
    reference('reference, again'),
    ...sampledDecisions.map((name) => {
      const server = correctServers.find((candidate) => candidate.name === name);
      if (!server)
        throw new Error(`Failed to find the correct server "${name}": there is none of that name.`);
      return { name, kind: 'correct', describe: server.describe, create: () => server.create() } as const;
    }),
    ...sampledFaults.map(
      (name) =>
        ({
          name,
          kind: 'faulty',
          describe: findFault(name).describe,
          create: () => createFaulty(name),
        }) as const,
    ),
  ];
}
