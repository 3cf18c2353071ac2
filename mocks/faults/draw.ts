/** Random numbers of faults: chance and latency. Separate from those of request ids, so that faults do not change the ids of a seed. */
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Distribution } from './rule.ts';

/** A number from 0 up to but not including 1. */
export type DrawNumber = () => number;

/**
 * The same for the nth call that a rule matches, whoever counts it: of several mocks that share a state and were given one seed, each
 * comes to the same number.
 */
export function chanceOf(seed: number, key: string, nth: number): number {
  let hash = Math.imul(seed, 0x9e3779b1) + nth;
  for (let index = 0; index < key.length; index += 1)
    hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193); // FNV-1a
  // MurmurHash3: of numbers that are near to each other, it makes such that are not.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

export function createDraw(seed: number): DrawNumber {
  const generator = xoroshiro128plus(seed ^ 0x5eed);
  return () => (generator.next() >>> 0) / 2 ** 32;
}

/** Whole milliseconds. */
export function drawLatency(distribution: Distribution, draw: DrawNumber): number {
  switch (distribution.kind) {
    case 'uniform':
      return Math.round(distribution.minMs + draw() * (distribution.maxMs - distribution.minMs));
    case 'lognormal': {
      // Box-Muller; 1 - draw() is never 0, whose logarithm is infinite.
      const normal = Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
      return Math.round(distribution.medianMs * Math.exp((distribution.sigma ?? 0.5) * normal));
    }
  }
}
