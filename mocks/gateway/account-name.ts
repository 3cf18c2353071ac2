/** Names of accounts that nobody has configured: the access key ids that are sent. */
import { ownText } from '../state/own-text.ts';

/** In characters. Real ids have at most 128; anybody may call under one of a megabyte, and rate limits, records and journal hold the name. */
const longestName = 256;

const shownOfLongName = 200;

/** `anonymous` without an id. A longer name than 256 characters is cut, with its length and two checksums, so that other ids stay other accounts. */
export function accountNameOf(id = 'anonymous'): string {
  if (id.length <= longestName) return id;
  let one = 0;
  let other = 0;
  for (let index = 0; index < id.length; index += 1) {
    const code = id.charCodeAt(index);
    one = Math.imul(one ^ code, 0x9e3779b1);
    other = (Math.imul(other, 31) + code) | 0;
  }
  return ownText(`${id.slice(0, shownOfLongName).toWellFormed()}...${id.length},${one},${other}`);
}
