/** Patterns of scenario ids. */

/** `*` stands for any text. */
export function globToRegExp(glob: string): RegExp {
  const source = glob.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${source.join('.*')}$`);
}
