/**
 * SHA-256, its HMAC and that of SHA-1, synchronous.
 *
 * By `node:crypto` where there is one, which takes a tenth of the time; elsewhere by @noble/hashes. Not by WebCrypto: it answers
 * later, and pages on plain http have no `crypto.subtle`.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { createHmacByHash, type NodeCrypto } from './node-hashes.ts';

/** A string stands for its UTF-8 bytes. Hex is in lower case. */
export interface Hashes {
  readonly sha256Hex: (content: Uint8Array | string) => string;
  readonly hmacSha256Hex: (key: string, text: string) => string;
  readonly hmacSha1Base64: (key: string, text: string) => string;
}

/** In plain JavaScript, for any runtime. */
export const portableHashes: Hashes = {
  sha256Hex: (content) => bytesToHex(sha256(typeof content === 'string' ? utf8ToBytes(content) : content)),
  hmacSha256Hex: (key, text) => bytesToHex(hmac(sha256, utf8ToBytes(key), utf8ToBytes(text))),
  hmacSha1Base64: (key, text) => toBase64(hmac(sha1, utf8ToBytes(key), utf8ToBytes(text))),
};

export function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

/** Asked for at run time, so that a bundle for browsers holds nothing of it. */
function nodeHashes(): Hashes | undefined {
  const { process } = globalThis as {
    readonly process?: { readonly getBuiltinModule?: (name: string) => unknown };
  };
  const crypto = process?.getBuiltinModule?.('node:crypto') as NodeCrypto | undefined; // the module of that name
  if (!crypto) return undefined;
  return {
    sha256Hex: (content) => crypto.hash('sha256', content, 'hex'),
    hmacSha256Hex: createHmacByHash(crypto, 'sha256', 'hex'),
    hmacSha1Base64: createHmacByHash(crypto, 'sha1', 'base64'),
  };
}

export const { sha256Hex, hmacSha256Hex, hmacSha1Base64 } = nodeHashes() ?? portableHashes;
