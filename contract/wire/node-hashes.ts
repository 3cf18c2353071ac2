/**
 * HMAC by two calls of `hash` of `node:crypto`.
 *
 * `createHmac` makes an object outside of the heap for each signature, which takes twice as long as both hashes, and as long again
 * to clear up. The key is padded once and kept, the text is written behind it into memory that is used again.
 *
 * Source: RFC 2104.
 */

/** The part of `node:crypto` that is used. */
export interface NodeCrypto {
  hash(algorithm: Algorithm, content: Uint8Array | string, encoding: 'hex' | 'base64' | 'latin1'): string;
}

type Algorithm = 'sha1' | 'sha256';

const blockBytes = 64;
const hashBytes = { sha1: 20, sha256: 32 } as const satisfies Record<Algorithm, number>;

/** Longer texts get memory of their own, which is not kept. */
const sharedBytes = 16 * 1024;

/** How many keys are kept: those of access keys that the mock knows, and what a client may have taken for one. */
const mostKeys = 10_000;

interface PaddedKey {
  /** The padded key, XOR 0x36. */
  readonly inner: Uint8Array;
  /** The padded key, XOR 0x5c. */
  readonly outer: Uint8Array;
}

/** A function that writes the HMAC of a text. A string stands for its UTF-8 bytes; hex is in lower case. */
export function createHmacByHash(
  crypto: NodeCrypto,
  algorithm: Algorithm,
  encoding: 'hex' | 'base64',
): (key: string, text: string) => string {
  const keys = new Map<string, PaddedKey>();
  const encoder = new TextEncoder();
  const outer = new Uint8Array(blockBytes + hashBytes[algorithm]);
  const shared = createMemory(sharedBytes);

  const pad = (key: string): PaddedKey => {
    const known = keys.get(key);
    if (known) return known;
    const bytes = encoder.encode(key);
    const short = bytes.length > blockBytes ? fromLatin1(crypto.hash(algorithm, bytes, 'latin1')) : bytes;
    const block = new Uint8Array(blockBytes);
    block.set(short);
    const padded = { inner: block.map((byte) => byte ^ 0x36), outer: block.map((byte) => byte ^ 0x5c) };
    if (keys.size >= mostKeys) keys.clear();
    keys.set(key, padded);
    return padded;
  };

  return (key, text) => {
    const padded = pad(key);
    const most = blockBytes + text.length * 3;
    const memory = most > sharedBytes ? createMemory(most) : shared;
    memory.all.set(padded.inner);
    const end = blockBytes + encoder.encodeInto(text, memory.text).written;
    // What V3 signs has always the same length, and a view takes as long as half a hash.
    if (memory.used.length !== end) memory.used = memory.all.subarray(0, end);
    const hash = crypto.hash(algorithm, memory.used, 'latin1');
    outer.set(padded.outer);
    for (let index = 0; index < hash.length; index += 1) outer[blockBytes + index] = hash.charCodeAt(index);
    return crypto.hash(algorithm, outer, encoding);
  };
}

/** Memory for a key and the text behind it. */
function createMemory(bytes: number) {
  const all = new Uint8Array(bytes);
  return { all, text: all.subarray(blockBytes), used: all };
}

function fromLatin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
