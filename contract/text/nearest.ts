/** The nearest known name to a misspelt one, by edit distance. */
export function nearest(written: string, known: readonly string[]): string | undefined {
  return known
    .map((name) => ({ name, distance: distanceOf(written, name) }))
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
