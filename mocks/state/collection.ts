/** The records of one collection of one account, as JSON: a text takes a third of the memory of the objects, and of the work to clear up. */
import type { JsonObject } from '../../contract/json.ts';
import { ownText } from './own-text.ts';

/** Where an entry is: the number of its key, or the key itself where another one has that number. */
type RecordPlace = number | string;

/**
 * A record is found by a number that is made of its key, and is kept in one text with its key. A `Map` by the keys themselves compares
 * the key that it looks for with others, which lie anywhere in memory: with thousands of records that took a sixth of a call. And
 * there is one text to be moved by garbage collections, where there were two.
 */
export class Collection {
  readonly name: string;
  /** Another one of the same account. */
  next: Collection | undefined;
  /** In the order of creation. */
  private entries = new Map<RecordPlace, string>();
  /** Whether two keys had one number. */
  private hasShared = false;
  /** By the JSON of the first value of the key. Made when somebody first asks by it. */
  private byStart: Map<string, Set<RecordPlace>> | undefined;

  constructor(name: string, records: Iterable<readonly [key: string, json: string]> = []) {
    this.name = name;
    for (const [key, json] of records) this.set(key, json);
  }

  get size(): number {
    return this.entries.size;
  }

  /** Characters of all keys and records. */
  length(): number {
    let length = 0;
    for (const entry of this.entries.values()) length += entry.length - between.length;
    return length;
  }

  has(key: string): boolean {
    return this.entries.has(this.placeOf(key));
  }

  /** The record as JSON. */
  text(key: string): string | undefined {
    return this.entries.get(this.placeOf(key))?.slice(key.length + between.length);
  }

  get(key: string): JsonObject | undefined {
    const entry = this.entries.get(this.placeOf(key));
    return entry === undefined ? undefined : recordOf(entry);
  }

  set(key: string, json: string): void {
    const place = this.placeOf(key);
    if (place === key) this.hasShared = true;
    if (this.byStart) addTo(this.byStart, key, place);
    // Joined, and not added: what is added is a tree of its parts until somebody reads it.
    this.entries.set(place, [key, json].join(between));
  }

  delete(key: string): boolean {
    const place = this.placeOf(key);
    this.byStart?.get(startOf(key))?.delete(place);
    return this.entries.delete(place);
  }

  /** In the order of creation; those whose key begins so. */
  list(keyStart: string): readonly JsonObject[] {
    const found: JsonObject[] = [];
    for (const place of this.placesFrom(keyStart)) {
      const entry = this.entries.get(place);
      if (entry?.startsWith(keyStart)) found.push(recordOf(entry));
    }
    return found;
  }

  all(): readonly (readonly [key: string, record: JsonObject])[] {
    return [...this.entries.values()].map((entry) => [keyOf(entry), recordOf(entry)]);
  }

  fork(): Collection {
    const copy = new Collection(this.name);
    copy.entries = new Map(this.entries);
    copy.hasShared = this.hasShared;
    return copy;
  }

  /** Of the record, or the one that it would get. */
  private placeOf(key: string): RecordPlace {
    const number = hash(key);
    const entry = this.entries.get(number);
    if (entry !== undefined) return keyOf(entry) === key ? number : key;
    // The one that had its number may have gone.
    return this.hasShared && this.entries.has(key) ? key : number;
  }

  private placesFrom(keyStart: string): Iterable<RecordPlace> {
    const start = startOf(keyStart);
    if (start === '') return this.entries.keys();
    if (!this.byStart) {
      this.byStart = new Map();
      for (const [place, entry] of this.entries) addTo(this.byStart, keyOf(entry), place);
    }
    return this.byStart.get(start) ?? [];
  }
}

/** Between a key and its record: JSON in one line has none, so that it is the last of its entry. */
const between = '\n';

function keyOf(entry: string): string {
  return entry.slice(0, entry.lastIndexOf(between));
}

function recordOf(entry: string): JsonObject {
  return JSON.parse(entry.slice(entry.lastIndexOf(between))) as JsonObject; // as it was written
}

/** Another one in each process, so that nobody can know keys that all have one number. */
const seed = Math.random() * 2 ** 32;

/** FNV-1a, of which 30 bits are used: a whole number of such a size is no object anywhere. */
function hash(text: string): number {
  let bits = seed;
  for (let index = 0; index < text.length; index += 1)
    bits = Math.imul(bits ^ text.charCodeAt(index), 0x01000193);
  return bits >> 2;
}

function addTo(byStart: Map<string, Set<RecordPlace>>, key: string, place: RecordPlace): void {
  const start = startOf(key);
  const places = byStart.get(start);
  if (places) places.add(place);
  else byStart.set(ownText(start), new Set([place]));
}

/** The first value of a key with what stands in front of it, `["example.com"`; empty where it is not whole. */
function startOf(key: string): string {
  return /^\[(?:"(?:[^"\\]|\\.)*"|[^",\]]+)(?=[,\]])/.exec(key)?.[0] ?? '';
}
