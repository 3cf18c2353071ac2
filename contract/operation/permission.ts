/** The permission that a RAM user needs for an operation: an action on a resource. */
import { ContractError } from '../contract-error.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';

export interface Permission {
  /** As in policies: `product:Operation`. */
  readonly action: string;
  /** As on the page, with the placeholders `{#accountId}` and `{#ParameterName}`. */
  readonly resource: string;
}

/**
 * Read a permission; `{#operation}` in it stands for the operation's name.
 *
 * Undefined if the contract states none: then every user is allowed. Throws ContractError if action or resource is missing.
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

/** The resource of a call. A parameter that was not sent is replaced by an empty text. */
export function resourceOf(permission: Permission, accountId: string, parameters: JsonObject): string {
  return permission.resource.replaceAll(/\{#(\w+)\}/g, (_, name: string) => {
    if (name === 'accountId') return accountId;
    const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  });
}
