/** RAM policies: which actions a user may perform on which resources. */
import type { JsonObject } from '../../contract/json.ts';
import { listOf, misread, objectOf, textOf, textsOf, type CredentialPlace } from './credential-values.ts';

export interface Policy {
  readonly statements: readonly Statement[];
}

interface Statement {
  readonly isAllow: boolean;
  readonly actions: readonly RegExp[];
  readonly resources: readonly RegExp[];
}

/** `explicit`: a statement denies it. `implicit`: none allows it. */
export type PolicyVerdict = 'allowed' | 'explicit' | 'implicit';

/** A Deny takes precedence over every Allow; an action without a matching Allow is denied. */
export function judge(policy: Policy, action: string, resource: string): PolicyVerdict {
  const about = policy.statements.filter(
    ({ actions, resources }) =>
      actions.some((pattern) => pattern.test(action)) && resources.some((pattern) => pattern.test(resource)),
  );
  if (about.some(({ isAllow }) => !isAllow)) return 'explicit';
  return about.length > 0 ? 'allowed' : 'implicit';
}

/**
 * Read a policy as RAM writes it: `{ Version: '1', Statement: [{ Effect, Action, Resource }] }`.
 *
 * Action and Resource are a text or a list of texts; `*` stands for any characters, `?` for one. Actions are compared
 * without regard to case. Throws Error for anything else, Condition included: ignoring a part of a policy would allow too much.
 */
export function readPolicy(value: unknown, place: CredentialPlace): Policy {
  const policy = objectOf(value, place, ['Version', 'Statement']);
  const statements = listOf(policy['Statement'], [...place, 'Statement']);
  return {
    statements: statements.map((entry, index) => readStatement(entry, [...place, 'Statement', index])),
  };
}

function readStatement(value: JsonObject, place: CredentialPlace): Statement {
  objectOf(value, place, ['Effect', 'Action', 'Resource']);
  const effect = textOf(value['Effect'], [...place, 'Effect']);
  if (effect !== 'Allow' && effect !== 'Deny')
    throw misread([...place, 'Effect'], 'it is neither Allow nor Deny', 'Write one of the two');
  return {
    isAllow: effect === 'Allow',
    actions: textsOf(value['Action'], [...place, 'Action']).map((pattern) => wildcard(pattern, 'i')),
    resources: textsOf(value['Resource'], [...place, 'Resource']).map((pattern) => wildcard(pattern, '')),
  };
}

function wildcard(pattern: string, flags: string): RegExp {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, `${flags}su`);
}
