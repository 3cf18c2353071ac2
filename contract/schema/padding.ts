/** Texts of a given length, for those who write requests: a mock needs them only to explain. */
import { utf8Length } from './texts-and-numbers.ts';

/** The longest prefix of a text with at most `bytes` bytes, in whole characters. */
export function shortened(text: string, bytes: number): string {
  let kept = '';
  let length = 0;
  for (const character of text) {
    length += utf8Length(character);
    if (length > bytes) break;
    kept += character;
  }
  return kept;
}

/** A text padded in front to a length in characters. */
export function padded(text: string, characters: number): string {
  return 'x'.repeat(Math.max(0, characters - [...text].length)) + text;
}

/** A text of exactly `bytes` bytes of UTF-8: padded in front with fillers and letters, or cut. */
export function paddedToBytes(text: string, bytes: number, filler: string): string {
  const room = bytes - utf8Length(text);
  if (room < 0) return shortened(text, bytes);
  const width = utf8Length(filler);
  return 'x'.repeat(room % width) + filler.repeat(Math.floor(room / width)) + text;
}
