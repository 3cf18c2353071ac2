/** Nested values as parameters of a step: flat names, and texts. */
import { isArray, isObject } from '../../contract/json.ts';
import type { Draft, DraftValue } from '../requests/draft.ts';

/** A name on the wire, and those that go on from it. To put a name together takes longer than to find it. */
interface WireName {
  readonly text: string;
  readonly members: Map<string, WireName>;
  readonly items: Map<number, WireName>;
}

const root = wireName('');

/** Lists begin at `firstIndex`, from 1. Without a prototype: an object of names that differ each time is made in half the time so. */
export function writeParameters(draft: Draft, firstIndex: number): Readonly<Record<string, string>> {
  const written = Object.create(null) as Record<string, string>;
  for (const name of Object.keys(draft)) write(written, memberOf(root, name), draft[name], firstIndex);
  return written;
}

function write(
  written: Record<string, string>,
  at: WireName,
  value: DraftValue | undefined,
  firstIndex: number,
): void {
  if (isArray(value))
    for (let index = 0; index < value.length; index += 1)
      write(written, itemOf(at, index + firstIndex), value[index], firstIndex);
  else if (isObject(value))
    for (const name in value) write(written, memberOf(at, name), value[name], firstIndex);
  else written[at.text] = String(value);
}

function memberOf(at: WireName, name: string): WireName {
  const known = at.members.get(name);
  if (known) return known;
  const member = wireName(at === root ? name : `${at.text}.${name}`);
  at.members.set(name, member);
  return member;
}

function itemOf(at: WireName, number: number): WireName {
  const known = at.items.get(number);
  if (known) return known;
  const item = wireName(`${at.text}.${number}`);
  at.items.set(number, item);
  return item;
}

function wireName(text: string): WireName {
  return { text, members: new Map(), items: new Map() };
}
