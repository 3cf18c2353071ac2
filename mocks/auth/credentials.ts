/** Credentials: accounts, their RAM users, and the access keys of both. */
import { parseInstant } from '../../contract/schema/instant.ts';
import type { JsonObject } from '../../contract/json.ts';
import {
  listOf,
  misread,
  objectOf,
  optionalTextOf,
  textOf,
  type CredentialPlace,
} from './credential-values.ts';
import { readPolicy, type Policy } from './policy.ts';

/** Access keys by id. */
export type Credentials = ReadonlyMap<string, AccessKey>;

/** An access key, and whom it belongs to. */
export interface AccessKey {
  readonly id: string;
  readonly secret: string;
  /** Security token of temporary (STS) credentials. For keys without one, a token in the request is ignored. */
  readonly securityToken: string | undefined;
  /** Milliseconds since the epoch; only for temporary credentials. */
  readonly expires: number | undefined;
  readonly isActive: boolean;
  /** State belongs to the account, whichever of its keys is used; so do rate limits, unless the contract counts each RAM user's calls. */
  readonly accountId: string;
  /** Undefined for a key of the account itself, which may do everything. */
  readonly user: User | undefined;
}

export interface User {
  readonly name: string;
  readonly policy: Policy;
}

/**
 * Read credentials from the parsed value of a YAML or JSON file.
 *
 *     const credentials = readCredentials({
 *       accounts: [
 *         {
 *           id: '1000000000000001',
 *           accessKeys: [
 *             { id: 'testid', secret: 'testsecret' },
 *             { id: 'teststsid', secret: 'testsecret', securityToken: 'teststoken', expires: '2030-01-01T00:00:00Z' },
 *             { id: 'oldid', secret: 'oldsecret', active: false },
 *           ],
 *           users: [
 *             {
 *               name: 'recorder',
 *               accessKeys: [{ id: 'userid', secret: 'usersecret' }],
 *               policy: { Version: '1', Statement: [{ Effect: 'Allow', Action: 'live:*', Resource: '*' }] },
 *             },
 *           ],
 *         },
 *       ],
 *     });
 *
 * A user without a policy may do nothing. Throws MisuseError that names the place of the mistake, never a value.
 */
export function readCredentials(value: unknown): Credentials {
  const { accounts } = objectOf(value, [], ['accounts']);
  const keys = listOf(accounts, ['accounts']).flatMap((account, index) =>
    readAccount(account, ['accounts', index]),
  );
  const credentials = new Map<string, AccessKey>();
  for (const { key, place } of keys) {
    if (credentials.has(key.id))
      throw misread([...place, 'id'], 'another access key has this id', 'Give each its own');
    credentials.set(key.id, key);
  }
  return credentials;
}

/** The default credentials of a mock that verifies signatures: the keys of the vendor's examples. */
export function defaultCredentials(): Credentials {
  return readCredentials({
    accounts: [
      {
        id: '1000000000000001',
        accessKeys: [
          { id: 'testid', secret: 'testsecret' },
          { id: 'teststsid', secret: 'testsecret', securityToken: 'teststoken' },
        ],
      },
    ],
  });
}

interface PlacedKey {
  readonly key: AccessKey;
  readonly place: CredentialPlace;
}

function readAccount(value: JsonObject, place: CredentialPlace): readonly PlacedKey[] {
  const account = objectOf(value, place, ['id', 'accessKeys', 'users']);
  const accountId = textOf(account['id'], [...place, 'id']);
  const users = listOf(account['users'], [...place, 'users'], true);
  return [
    ...readKeys(account, place, accountId, undefined),
    ...users.flatMap((entry, index) => readUser(entry, [...place, 'users', index], accountId)),
  ];
}

function readUser(value: JsonObject, place: CredentialPlace, accountId: string): readonly PlacedKey[] {
  const user = objectOf(value, place, ['name', 'accessKeys', 'policy']);
  const policy = readPolicy(user['policy'] ?? { Statement: [] }, [...place, 'policy']);
  return readKeys(user, place, accountId, { name: textOf(user['name'], [...place, 'name']), policy });
}

function readKeys(
  holder: JsonObject,
  place: CredentialPlace,
  accountId: string,
  user: User | undefined,
): readonly PlacedKey[] {
  const inside = [...place, 'accessKeys'];
  return listOf(holder['accessKeys'], inside, true).map((entry, index) => {
    const at = [...inside, index];
    return { key: { ...readKey(entry, at), accountId, user }, place: at };
  });
}

function readKey(value: JsonObject, place: CredentialPlace): Omit<AccessKey, 'accountId' | 'user'> {
  const key = objectOf(value, place, ['id', 'secret', 'securityToken', 'expires', 'active']);
  const expires = optionalTextOf(key['expires'], [...place, 'expires']);
  const instant = expires === undefined ? undefined : parseInstant(expires);
  if (expires !== undefined && instant === undefined)
    throw misread([...place, 'expires'], 'it is no point in time', 'Write it like 2030-01-01T00:00:00Z');
  const active = key['active'] ?? true;
  if (typeof active !== 'boolean')
    throw misread([...place, 'active'], 'it is neither true nor false', 'Write one of the two');
  return {
    id: textOf(key['id'], [...place, 'id']),
    secret: textOf(key['secret'], [...place, 'secret']),
    securityToken: optionalTextOf(key['securityToken'], [...place, 'securityToken']),
    expires: instant,
    isActive: active,
  };
}
