/** Verifies who calls: signatures with all that goes with them, and what a RAM policy allows. */
import type { Operation } from '../../contract/operation/operation.ts';
import { resourceOf } from '../../contract/operation/permission.ts';
import { readSignature } from '../../contract/wire/signature.ts';
import { defaultCredentials, type Credentials } from '../auth/credentials.ts';
import { judge } from '../auth/policy.ts';
import { createAuthenticationChecks } from './authentication.ts';
import { refusalBy, type Check } from './call.ts';
import { nameOf } from './checks.ts';
import type { Verification } from './parts.ts';
import { MisuseError } from '../../contract/text/misuse-error.ts';

/**
 * Verify signatures V1 and V3, with their time, nonce, security token and RAM policy.
 *
 * `credentials`: from `readCredentials`; by default the keys testid and teststsid. Throws MisuseError for any other.
 *
 *     const mock = createFetchMock({ contract: compileContract([document]), auth: verifySignatures() });
 */
export function verifySignatures(credentials: Credentials = defaultCredentials()): Verification {
  if (!(credentials instanceof Map))
    throw new MisuseError(
      'Failed to create a mock with credentials: they are not read. Give what readCredentials returned.',
    );
  return {
    credentials,
    readClaim(received) {
      const { names, values } = received.sent;
      // To make pairs of all parameters would take longer than to look for these.
      return readSignature(received, (name) => {
        const index = names.indexOf(name);
        return index < 0 ? undefined : values[index];
      });
    },
    createChecks(main, nonces) {
      const { timeToleranceMs, signedHeaders } = main.gateway;
      const keyParameter = nameOf(main, 'account');
      return {
        ...createAuthenticationChecks({
          errors: main.errors,
          nonces,
          timeToleranceMs,
          signedHeaders,
          keyParameter,
        }),
        permission: checkPermission(main),
      };
    },
  };
}

/** Keys of an account may do everything; those of a user what the policy lets them. */
function checkPermission({ errors }: Operation): Check {
  return ({ operation, key, decoded }) => {
    const user = key?.user;
    if (!operation?.permission || !user) return undefined;
    const { action } = operation.permission;
    const resource = resourceOf(operation.permission, key.accountId, decoded.parameters);
    const verdict = judge(user.policy, action, resource);
    if (verdict === 'allowed') return undefined;
    return {
      ...refusalBy(errors.inRole('denied'), `${action} on ${resource}`),
      detail: {
        AccessDeniedDetail: {
          AuthAction: action,
          AuthPrincipalDisplayName: user.name,
          AuthPrincipalOwnerId: key.accountId,
          AuthPrincipalType: key.securityToken === undefined ? 'SubUser' : 'AssumedRoleUser',
          NoPermissionType: verdict === 'explicit' ? 'ExplicitDeny' : 'ImplicitDeny',
          PolicyType: 'AccountLevelIdentityBasedPolicy',
        },
      },
    };
  };
}
