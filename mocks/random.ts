/** Randomness and ids that a seed repeats. */
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

export interface Random {
  /** An upper-case UUID (version 4), new at every call. */
  nextId(): string;
  /** 32 lower-case hex digits. */
  nextTraceId(): string;
}

/** Without a seed, one is drawn, so that two mocks never hand out the same ids. */
export function createRandom(seed: number = drawSeed()): Random {
  const generator = xoroshiro128plus(seed);
  const word = (): string => {
    const bits = generator.next();
    return byte(bits >>> 24) + byte(bits >>> 16) + byte(bits >>> 8) + byte(bits);
  };
  return {
    nextId() {
      const digits = `${word()}${word()}${word()}${word()}`.toUpperCase();
      // RFC 9562: the version stands in digit 13, the variant in the two high bits of digit 17.
      const variant = '89AB'.charAt(Number.parseInt(digits.charAt(16), 16) % 4);
      return [
        digits.slice(0, 8),
        digits.slice(8, 12),
        `4${digits.slice(13, 16)}`,
        variant + digits.slice(17, 20),
        digits.slice(20),
      ].join('-');
    },
    nextTraceId: () => `${word()}${word()}${word()}${word()}`,
  };
}

const bytes = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, '0'));

/** The lowest eight bits, as two hex digits. */
function byte(bits: number): string {
  return bytes[bits & 0xff] ?? '';
}

function drawSeed(): number {
  return Math.floor(Math.random() * 0x7fffffff);
}
