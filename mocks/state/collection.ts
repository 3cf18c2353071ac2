/** The records of one collection of one account, as JSON: a text takes a third of the memory of the objects, and of the work to clear up. */
import type { JsonObject } from '../../contract/json.ts';
import { ownText } from './own-text.ts';

export class Collection {
  readonly name: string;
  /** Another one of the same account. */
  next: Collection | undefined;
  /** By key, in the order of creation. */
  private readonly records: Map<string, string>;
  /** The keys by the JSON of their first value. Made when somebody first asks by it. */
  private byStart: Map<string, Set<string>> | undefined;

  constructor(name: string, records?: Iterable<readonly [key: string, json: string]>) {
    this.name = name;
    this.records = new Map(records);
  }

  get size(): number {
    return this.records.size;
  }

  /** Characters of all keys and records. */
  length(): number {
    let length = 0;
    for (const [key, json] of this.records) length += key.length + json.length;
    return length;
  }

  has(key: string): boolean {
    return this.records.has(key);
  }

  /** The record as JSON. */
  text(key: string): string | undefined {
    return this.records.get(key);
  }

  get(key: string): JsonObject | undefined {
    return read(this.records.get(key));
  }

  /** Both texts are kept as they are, so that neither may be cut out of a longer one. */
  set(key: string, json: string): void {
    if (this.byStart && !this.records.has(key)) addTo(this.byStart, key);
    this.records.set(key, json);
  }

  delete(key: string): boolean {
    this.byStart?.get(startOf(key))?.delete(key);
    return this.records.delete(key);
  }

  /** In the order of creation; those whose key begins so. */
  list(keyStart: string): readonly JsonObject[] {
    const found: JsonObject[] = [];
    for (const key of this.keysFrom(keyStart)) {
      const record = key.startsWith(keyStart) ? this.get(key) : undefined;
      if (record) found.push(record);
    }
    return found;
  }

  entries(): readonly (readonly [key: string, record: JsonObject])[] {
    return [...this.records].map(([key, json]) => [key, JSON.parse(json) as JsonObject]); // as it was written
  }

  fork(): Collection {
    return new Collection(this.name, this.records);
  }

  private keysFrom(keyStart: string): Iterable<string> {
    const start = startOf(keyStart);
    if (start === '') return this.records.keys();
    if (!this.byStart) {
      this.byStart = new Map();
      for (const key of this.records.keys()) addTo(this.byStart, key);
    }
    return this.byStart.get(start) ?? [];
  }
}

function addTo(byStart: Map<string, Set<string>>, key: string): void {
  const start = startOf(key);
  const keys = byStart.get(start);
  if (keys) keys.add(key);
  else byStart.set(ownText(start), new Set([key]));
}

/** The first value of a key with what stands in front of it, `["example.com"`; empty where it is not whole. */
function startOf(key: string): string {
  return /^\[(?:"(?:[^"\\]|\\.)*"|[^",\]]+)(?=[,\]])/.exec(key)?.[0] ?? '';
}

function read(json: string | undefined): JsonObject | undefined {
  return json === undefined ? undefined : (JSON.parse(json) as JsonObject); // as it was written
}
