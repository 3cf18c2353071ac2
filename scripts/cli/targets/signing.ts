/** Signs the calls of a run; secrets are never printed or sent. */
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Contract } from '../../../contract/contract.ts';
import {
  createSignedTarget,
  type SignatureScheme,
  type SigningCredentials,
} from '../../../conformance/targets/signed.ts';
import type { Target } from '../../../conformance/targets/target.ts';
import { UsageError } from '../exit.ts';

/** The default keys of the mock. */
const mockCredentials: SigningCredentials = { accessKeyId: 'testid', accessKeySecret: 'testsecret' };

/** `keys` by access key id, for calls that name one. Throws UsageError where there are no credentials. */
export function signCalls(
  target: Target,
  contract: Contract,
  scheme: SignatureScheme,
  keys: ReadonlyMap<string, SigningCredentials> = new Map(),
): Target {
  const [first] = keys.values();
  const credentials = first ?? (target.name === 'mock' ? mockCredentials : findCredentials(process.env));
  return createSignedTarget(target, { contract, scheme, keys, credentials, nextNonce: () => randomUUID() });
}

/** From the environment or else the vendor's file, the same as the vendor's SDKs read. */
export function findCredentials(
  environment: Readonly<Record<string, string | undefined>>,
): SigningCredentials {
  const accessKeyId = environment['ALIBABA_CLOUD_ACCESS_KEY_ID'];
  const accessKeySecret = environment['ALIBABA_CLOUD_ACCESS_KEY_SECRET'];
  const securityToken = environment['ALIBABA_CLOUD_SECURITY_TOKEN'];
  if (accessKeyId && accessKeySecret) return withToken({ accessKeyId, accessKeySecret }, securityToken);
  const file =
    environment['ALIBABA_CLOUD_CREDENTIALS_FILE'] ?? join(homedir(), '.alibabacloud', 'credentials');
  const profile = environment['ALIBABA_CLOUD_PROFILE'] ?? 'default';
  const found = existsSync(file) ? readProfile(readFileSync(file, 'utf8'), profile) : undefined;
  if (found) return found;
  throw new UsageError(
    `Failed to find credentials: neither ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET are set, nor has ${file} a profile "${profile}" with them. Set the variables.`,
  );
}

/** An INI file with a section for each profile. Undefined if the profile has no key. */
export function readProfile(content: string, profile: string): SigningCredentials | undefined {
  let section = '';
  const values = new Map<string, string>();
  for (const line of content.split(/\r?\n/)) {
    section = /^\s*\[(.+)\]\s*$/.exec(line)?.[1]?.trim() ?? section;
    const [, name, value] = /^\s*([a-z_]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (section === profile && name !== undefined && value !== undefined) values.set(name, value);
  }
  const [accessKeyId, accessKeySecret] = [values.get('access_key_id'), values.get('access_key_secret')];
  if (!accessKeyId || !accessKeySecret) return undefined;
  return withToken({ accessKeyId, accessKeySecret }, values.get('security_token'));
}

function withToken(credentials: SigningCredentials, securityToken: string | undefined): SigningCredentials {
  return securityToken ? { ...credentials, securityToken } : credentials;
}
