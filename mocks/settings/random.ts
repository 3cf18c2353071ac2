/** Randomness and ids that a seed repeats. */
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

export interface Random {
  /** New ones at every call. */
  nextIds(): AnswerIds;
}

export interface AnswerIds {
  /** An upper-case UUID (version 4). */
  readonly requestId: string;
  /** 32 lower-case hex digits. */
  readonly traceId: string;
}

/** Ids are written in blocks and cut out when they are needed, which takes a tenth of the time that writing each takes. */
const idsPerBlock = 32;

const uuidLength = 36;
const pairLength = uuidLength + 32;

/** Without a seed, one is drawn, so that two mocks never hand out the same ids. */
export function createRandom(seed: number = drawSeed()): Random {
  const generator = xoroshiro128plus(seed);
  const bytes = new Uint8Array(idsPerBlock * pairLength);
  // Dashes stay where they are from block to block.
  for (let start = 0; start < bytes.length; start += pairLength)
    for (const place of dashesAt) bytes[start + place] = dash;
  let block = '';
  let at = 0;
  return {
    nextIds() {
      if (at === block.length) {
        for (let start = 0; start < bytes.length; start += pairLength) writePair(bytes, start, generator);
        block = decoder.decode(bytes);
        at = 0;
      }
      const middle = at + uuidLength;
      const requestId = block.slice(at, middle);
      at += pairLength;
      return { requestId, traceId: block.slice(middle, at) };
    },
  };
}

const decoder = new TextDecoder();
const upper = codesOf('0123456789ABCDEF');
const lower = codesOf('0123456789abcdef');
const dash = '-'.charCodeAt(0);

/** In a UUID. */
const dashesAt = [8, 13, 18, 23];
/** RFC 9562: the version stands in digit 13, the variant in the two high bits of digit 17. */
const versionAt = 14;
const variantAt = 19;

function writePair(bytes: Uint8Array, start: number, generator: { next(): number }): void {
  let place = 0;
  for (let word = 0; word < 4; word += 1) {
    const bits = generator.next();
    for (let shift = 28; shift >= 0; shift -= 4) {
      if (bytes[start + place] === dash) place += 1;
      const digit = (bits >>> shift) & 15;
      bytes[start + place] =
        upper[place === versionAt ? 4 : place === variantAt ? 8 + (digit % 4) : digit] ?? dash;
      place += 1;
    }
  }
  for (let word = 0; word < 4; word += 1) {
    const bits = generator.next();
    for (let shift = 28; shift >= 0; shift -= 4)
      bytes[start + place++] = lower[(bits >>> shift) & 15] ?? dash;
  }
}

function codesOf(digits: string): readonly number[] {
  return [...digits].map((digit) => digit.charCodeAt(0));
}

/** Of somebody who was given none. */
export function drawSeed(): number {
  return Math.floor(Math.random() * 0x7fffffff);
}
