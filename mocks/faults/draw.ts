/** Random numbers of faults: chance and latency. Separate from those of request ids, so that faults do not change the ids of a seed. */
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Distribution } from './rule.ts';

/** A number from 0 up to but not including 1. */
export type DrawNumber = () => number;

export function createDraw(seed: number = Math.floor(Math.random() * 0x7fffffff)): DrawNumber {
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
