/** Several accounts for a run: `--accounts FILE`, in the form of the credentials of `serve`. */
import type { SigningCredentials } from '../../../conformance/targets/signed.ts';
import { readCredentials, type Credentials } from '../../../mocks/auth/credentials.ts';
import { UsageError } from '../exit.ts';
import { loadYaml } from '../documents/load.ts';

export interface Accounts {
  /** The first key of each account by its id: one of the account itself, which has every permission. */
  readonly keys: ReadonlyMap<string, SigningCredentials>;
  /** The whole file, for a mock that verifies signatures. */
  readonly credentials: Credentials;
}

/** Throws UsageError for a file without such a key, and the errors of `loadYaml` and `readCredentials`. */
export async function loadAccounts(file: string): Promise<Accounts> {
  const content = await loadYaml(file);
  let credentials: Credentials;
  try {
    credentials = readCredentials(content);
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    const where = cause.message.replace('Failed to read credentials', '').trim();
    throw new UsageError(`Failed to read accounts of "${file}" ${where}`, { cause });
  }
  const own = [...credentials.values()].filter(({ user, isActive }) => user === undefined && isActive);
  const firsts = [...Map.groupBy(own, ({ accountId }) => accountId).values()].flatMap((keys) =>
    keys.slice(0, 1),
  );
  if (firsts.length === 0)
    throw new UsageError(
      `Failed to read accounts of "${file}": no account has an active access key of its own. Give one at least one.`,
    );
  const keys = firsts.map(({ id, secret, securityToken }): [string, SigningCredentials] => [
    id,
    { accessKeyId: id, accessKeySecret: secret, ...(securityToken !== undefined && { securityToken }) },
  ]);
  return { keys: new Map(keys), credentials };
}
