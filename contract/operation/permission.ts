/** The permission that an operation asks of a RAM user: an action on a resource. */
import { ContractError } from '../contract-error.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';

export interface Permission {
  /** As a policy names it: `product:Operation`. */
  readonly action: string;
  /** As the page prints it: `{#accountId}` and `{#ParameterName}` are open. */
  readonly resource: string;
}

/**
 * Read a permission; `{#operation}` in it stands for the operation's name.
 *
 * Undefined where the contract states none: then nobody is denied. Throws ContractError for half a permission.
 */
export function readPermission(
  value: Json | undefined,
  operation: string,
  pointer: string,
): Permission | undefined {
  if (value === undefined) return undefined;
  const { action, resource } = isObject(value) ? value : {};
  if (typeof action === 'string' && typeof resource === 'string') {
    return { action: action.replace('{#operation}', operation), resource };
  }
  throw new ContractError('Failed to read "x-ram": it needs "action" and "resource".', { pointer });
}

/** The resource that a call is about. A parameter that was not sent leaves its place empty. */
export function resourceOf(permission: Permission, accountId: string, parameters: JsonObject): string {
  return permission.resource.replaceAll(/\{#(\w+)\}/g, (_, name: string) => {
    if (name === 'accountId') return accountId;
    const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  });
}
