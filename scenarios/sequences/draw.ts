/**
 * Values drawn at random from a seed. What is at the edge of what is allowed, or near it, comes more often: most faults are there.
 *
 * Drawn directly, and not by fast-check: a request that fails is shrunk by leaving parameters out, as it was sent, so that nobody
 * needs the tree of smaller values that fast-check keeps beside each.
 */
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A whole number from `least` to `most`, both included. */
export type Dice = (least: number, most: number) => number;

/** The same seed gives the same numbers. */
export function createDice(seed: number): Dice {
  const generator = xoroshiro128plus(seed);
  // The first number of this generator follows from the seed by one addition.
  generator.next();
  return (least, most) => (least === most ? least : uniformInt(generator, least, most));
}

export type Draw<Value> = (dice: Dice) => Value;

export function oneOf<Value>(values: readonly [Value, ...Value[]] | readonly Value[]): Draw<Value> {
  const last = values.length - 1;
  // Callers have at least one value.
  return (dice) => values[dice(0, last)] as Value;
}

/** Each of the values, in any order, before one of them comes again. */
export function eachOf<Value>(values: readonly Value[]): Draw<Value> {
  const order = [...values];
  let drawn = 0;
  return (dice) => {
    const last = order.length - 1;
    const index = drawn % order.length;
    const other = dice(index, last);
    // Callers have at least one value.
    const chosen = order[other] as Value;
    [order[index], order[other]] = [chosen, order[index] as Value];
    drawn += 1;
    return chosen;
  };
}

/** One in four is at an edge, or next to it. */
export function numberBetween(least: number, most: number): Draw<number> {
  const edges = [...new Set([least, least + 1, most - 1, most])].filter((one) => one >= least && one <= most);
  return (dice) => (dice(0, 3) === 0 ? (edges[dice(0, edges.length - 1)] ?? least) : dice(least, most));
}

/** Letters in any order; half of all texts are short. */
export function textOf(letters: string, least: number, most: number): Draw<string> {
  const units = [...letters];
  const length = lengthBetween(least, most);
  return (dice) => {
    let text = '';
    for (let left = length(dice); left > 0; left -= 1) text += units[dice(0, units.length - 1)] ?? '';
    return text;
  };
}

/** `item` is told its position, from 0. */
export function listOf<Value>(
  item: (dice: Dice, position: number) => Value,
  least: number,
  most: number,
): Draw<Value[]> {
  const length = lengthBetween(least, most);
  return (dice) => {
    const list: Value[] = [];
    for (let left = length(dice); left > 0; left -= 1) list.push(item(dice, list.length));
    return list;
  };
}

/** Some of the values, in any order, each once. */
export function someOf<Value>(values: readonly Value[], least: number, most: number): Draw<Value[]> {
  const length = lengthBetween(Math.min(least, values.length), Math.min(most, values.length));
  return (dice) => {
    // Those that are chosen change places with the first ones.
    const order = [...values];
    const count = length(dice);
    for (let index = 0; index < count; index += 1) {
      const other = dice(index, order.length - 1);
      [order[index], order[other]] = [order[other] as Value, order[index] as Value];
    }
    return order.slice(0, count);
  };
}

/** Half of all lists and texts have as few as they may, or one or two more; the others have any number, often the least or the most. */
function lengthBetween(least: number, most: number): Draw<number> {
  const few = numberBetween(least, Math.min(most, least + 2));
  const any = numberBetween(least, most);
  return (dice) => (dice(0, 1) === 0 ? few(dice) : any(dice));
}
