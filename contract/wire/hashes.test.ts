import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hmacSha1Base64, hmacSha256Hex, portableHashes, sha256Hex } from './hashes.ts';

test('hashes alike with the library of Node and without', () => {
  expect(sha256Hex).not.toBe(portableHashes.sha256Hex);
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.string({ minLength: 1 }),
      fc.uint8Array(),
      (text, key, bytes) => {
        expect(sha256Hex(text)).toBe(portableHashes.sha256Hex(text));
        expect(sha256Hex(bytes)).toBe(portableHashes.sha256Hex(bytes));
        expect(hmacSha256Hex(key, text)).toBe(portableHashes.hmacSha256Hex(key, text));
        expect(hmacSha1Base64(key, text)).toBe(portableHashes.hmacSha1Base64(key, text));
      },
    ),
  );
});

test('signs alike with keys and texts of any length, one after the other', () => {
  const lengths = [0, 1, 63, 64, 65, 500, 5000, 50_000];
  for (const keyLength of lengths.slice(1))
    for (const length of [...lengths, ...lengths.toReversed()]) {
      const [key, text] = ['k'.repeat(keyLength), '密'.repeat(length)];
      expect(hmacSha256Hex(key, text)).toBe(portableHashes.hmacSha256Hex(key, text));
      expect(hmacSha1Base64(key, text)).toBe(portableHashes.hmacSha1Base64(key, text));
    }
});

test('knows the hash of nothing', () => {
  expect(sha256Hex('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});
