/** Contents that are put together record by record. */
import type { JsonObject } from '../../contract/json.ts';

export type GrowingContents = Record<string, Record<string, Record<string, JsonObject>>>;

/** Put a record in its place, or without one begin the collection. Any name will do, `__proto__` as well. */
export function define(
  contents: GrowingContents,
  [account, collection]: readonly [account: string, collection: string],
  key?: string,
  record?: JsonObject,
): void {
  const records = memberOf<Record<string, JsonObject>>(
    memberOf<Record<string, Record<string, JsonObject>>>(contents, account),
    collection,
  );
  if (key !== undefined && record) setMember(records, key, record);
}

function memberOf<Member extends object>(object: Record<string, Member>, name: string): Member {
  const known = Object.hasOwn(object, name) ? object[name] : undefined;
  if (known) return known;
  const member = {} as Member; // filled by the caller
  setMember(object, name, member);
  return member;
}

function setMember<Value>(object: Record<string, Value>, name: string, value: Value): void {
  Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}
