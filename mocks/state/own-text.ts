/** Copies texts that are kept for long: a substring would keep the whole request in memory. */
import type { JsonObject } from '../../contract/json.ts';

// JavaScript engines cut a text out of a longer one by reference, and the longer one stays alive with it. What JSON reads
// is always a text of its own.

export function ownText(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string;
}

/** A copy, and its length in characters of JSON. */
export function ownRecord<Value extends JsonObject>(record: Value): { copy: Value; length: number } {
  const json = JSON.stringify(record);
  return { copy: JSON.parse(json) as Value, length: json.length };
}
