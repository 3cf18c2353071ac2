/** Calls that a gateway refuses before it looks at the operation. For targets that verify signatures. */
import type { Role } from '../../contract/operation/errors.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { minimalRequest } from '../requests/valid-requests.ts';
import { sequence, success, type Scenario, type Step, type Tamper } from '../scenario/scenario.ts';
import { stepFor } from '../steps/steps.ts';

interface Wrong {
  readonly slug: string;
  readonly title: string;
  readonly tamper: Tamper;
  readonly role: Role;
  /** Replaces the braces in the error's code. */
  readonly name?: string;
}

/** One scenario for each mistake in signing or addressing a call, under one of the two signature schemes. */
export function gatewayScenarios(operation: Operation, scheme: 'v1' | 'v3'): readonly Scenario[] {
  const wrongs: readonly Wrong[] = [
    {
      slug: 'wrong-signature',
      title: 'A signature with one character changed',
      tamper: 'signature',
      role: `wrong-signature-${scheme}`,
    },
    {
      slug: 'unknown-key',
      title: 'An access key that does not exist',
      tamper: 'key',
      role: 'unknown-access-key',
    },
    { slug: 'expired', title: 'A time 16 minutes in the past', tamper: 'expired', role: 'expired-time' },
    {
      slug: 'malformed-time',
      title: 'A time that is not a point in time',
      tamper: 'malformed-time',
      role: 'malformed-time',
    },
    ...(scheme === 'v1'
      ? [
          {
            slug: 'no-nonce',
            title: 'No nonce',
            tamper: 'no-nonce',
            role: 'missing-parameter',
            name: 'SignatureNonce',
          } as const,
        ]
      : []),
    {
      slug: 'unknown-action',
      title: 'An action that does not exist',
      tamper: 'action',
      role: 'unknown-action',
    },
    {
      slug: 'unsupported-method',
      title: 'A method that no operation has',
      tamper: 'method',
      role: 'unsupported-method',
    },
    ...(scheme === 'v1'
      ? [
          {
            slug: 'unknown-format',
            title: 'A format that does not exist',
            tamper: 'format',
            role: 'unknown-answer-format',
          } as const,
        ]
      : []),
    {
      slug: 'unknown-version',
      title: 'A version that does not exist',
      tamper: 'version',
      role: 'unknown-version',
    },
  ];
  const call = stepFor(operation, minimalRequest(operation));
  const refused = wrongs.map(({ slug, title, tamper, role, name }) => {
    const row = operation.errors.inRole(role, name === undefined ? {} : { name });
    const step: Step = { ...call, tamper, expect: [row.code] };
    return scenarioOf(operation, slug, title, row, [step]);
  });
  const row = operation.errors.inRole('used-nonce');
  const again: Step = { ...call, tamper: 'same-nonce', expect: [row.code] };
  return [
    scenarioOf(
      operation,
      'signed',
      'A call that is signed as it should be',
      { code: success, evidence: 'implied', source: row.source },
      [call],
    ),
    ...refused,
    scenarioOf(operation, 'used-nonce', 'A nonce that was used before', row, [call, again]),
  ];
}

function scenarioOf(
  operation: Operation,
  slug: string,
  title: string,
  { code, evidence, source }: Pick<Scenario, 'evidence' | 'source'> & { readonly code: string },
  steps: readonly Step[],
): Scenario {
  return {
    id: `gateway/${slug}`,
    title,
    family: 'gateway',
    operation: operation.name,
    exercises: code,
    evidence,
    source,
    arrange: [],
    act: sequence(...steps),
  };
}
