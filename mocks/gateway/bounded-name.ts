/** Names that callers choose and the mock remembers: access key ids and nonces. */
import { ownText } from '../state/own-text.ts';

/** In characters. Real access key ids have at most 128; anybody may send one of a megabyte, and rate limits, records and journal hold it. */
const longestName = 256;

const shownOfLongName = 200;

/** A longer name than 256 characters is cut, with its length and two checksums, so that others stay other names. */
export function boundedName(name: string): string {
  if (name.length <= longestName) return name;
  let one = 0;
  let other = 0;
  for (let index = 0; index < name.length; index += 1) {
    const code = name.charCodeAt(index);
    one = Math.imul(one ^ code, 0x9e3779b1);
    other = (Math.imul(other, 31) + code) | 0;
  }
  return ownText(`${name.slice(0, shownOfLongName).toWellFormed()}...${name.length},${one},${other}`);
}
