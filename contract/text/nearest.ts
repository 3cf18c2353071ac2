/** The known name that a misspelt one may stand for, by edit distance. Of names that are far from all, it says nothing. */

/** Longer lists are cut in a sentence. */
const mostNamed = 30;

/** The nearest known name, whatever the case. Undefined where most letters differ, unless the name is a part of a known one. */
export function nearest(written: string, known: readonly string[]): string | undefined {
  const asked = written.toLowerCase();
  const bound = Math.min(3, asked.length / 2);
  const distanceTo = (name: string): number => {
    if (asked.length > 2 && name.includes(asked)) return 1 - asked.length / name.length;
    // Of long texts, the distance need not be counted.
    return Math.abs(asked.length - name.length) > bound ? Infinity : distanceOf(asked, name);
  };
  return known
    .map((name) => ({ name, distance: distanceTo(name.toLowerCase()) }))
    .filter(({ distance }) => distance <= bound)
    .toSorted((a, b) => a.distance - b.distance)[0]?.name;
}

/** The known name at an edit distance of 1 or 2. Undefined for a known name, and where none is that near. */
export function almost(written: string, known: readonly string[]): string | undefined {
  if (known.includes(written)) return undefined;
  const name = nearest(written, known);
  return name !== undefined && distanceOf(written, name) <= Math.min(2, written.length / 3)
    ? name
    : undefined;
}

/** The way out of a misspelt name, as a sentence: the nearest known one, or else which there are. */
export function suggestion(written: string, known: readonly string[]): string {
  const name = nearest(written, known);
  if (name !== undefined) return `Did you mean "${name}"?`;
  const named = known.length > mostNamed ? [...known.slice(0, mostNamed), '…'] : known;
  return known.length === 0 ? 'Leave it out.' : `Use one of ${named.join(', ')}.`;
}

/** How many letters have to be added, removed or changed to make one text of the other. */
function distanceOf(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1];
    for (let at = 0; at < other.length; at += 1) {
      const changed = (row[at] ?? 0) + (other[at] === letter ? 0 : 1);
      next.push(Math.min(changed, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
