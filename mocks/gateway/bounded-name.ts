/** Names that callers choose and the mock remembers: access key ids and nonces. */
import { ownText } from '../state/own-text.ts';

/** In characters. Real access key ids have at most 128; anybody may send one of a megabyte, and rate limits, records and journal hold it. */
const longestName = 256;

/** `anonymous` without a name. A longer one than 256 characters is cut, with its length and two checksums, so that others stay other names. */
export function boundedName(name = 'anonymous'): string {
  if (name.length <= longestName) return name;
  let one = 0;
  let other = 0;
  for (let index = 0; index < name.length; index += 1) {
    one = Math.imul(one, 31) + name.charCodeAt(index);
    other = Math.imul(other, 37) ^ name.charCodeAt(index);
  }
  return ownText([name.slice(0, longestName).toWellFormed(), name.length, one, other].join());
}
