/** Draws `docs/api.md`: every export of every entry point, from its docstring. `npm run api` writes it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { readExports, type ExportedName, type ModuleExports } from './read-exports.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const apiPage = 'docs/api.md';

export interface EntryPoint extends ModuleExports {
  /** As it is imported, such as `understudy/server`. */
  readonly name: string;
}

/** The entry points of package.json, in its order; those with a pattern are left out, since each has one export only. */
export function readEntryPoints(): readonly EntryPoint[] {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    exports: Readonly<Record<string, string | { readonly types: string }>>;
  };
  return Object.entries(exports).flatMap(([path, target]) => {
    if (typeof target === 'string' || path.includes('*')) return [];
    const file = target.types.replace(/^\.\/dist\//, '').replace(/\.d\.ts$/, '.ts');
    return [{ name: path.replace(/^\./, 'understudy'), ...readExports(root, file) }];
  });
}

/** The examples of a docstring: blocks that are indented by four spaces, or more. */
export function examplesOf(docstring: string): readonly string[] {
  return partsOf(docstring).flatMap((part) => (part.kind === 'code' ? [part.text] : []));
}

interface ApiSection {
  readonly kind: 'text' | 'code';
  readonly text: string;
}

function partsOf(docstring: string): readonly ApiSection[] {
  const parts: { kind: ApiSection['kind']; lines: string[] }[] = [];
  for (const line of docstring.split('\n')) {
    const last = parts.at(-1);
    const isBlank = line.trim() === '';
    const kind = isBlank && last ? last.kind : line.startsWith('    ') ? 'code' : 'text';
    if (last?.kind === kind) last.lines.push(line);
    else parts.push({ kind, lines: [line] });
  }
  return parts.map(({ kind, lines }) => ({
    kind,
    text: lines
      .map((line) => (kind === 'code' ? line.slice(4) : line))
      .join('\n')
      .trim(),
  }));
}

/** What examples use beside the package. */
const others: Readonly<Record<string, string>> = {
  setupServer: 'msw/node',
  expect: 'vitest',
  writeFile: 'node:fs/promises',
  document: 'understudy/contracts/add-live-app-record-config',
};

/** An example with the imports that it needs. */
export function withImports(example: string, entries: readonly EntryPoint[]): string {
  const isUsed = (name: string): boolean =>
    new RegExp(`(?<![\\w'"\`-]|(?<!\\.\\.)\\.)${name}\\b(?!['"\`]|\\s*:)`).test(example);
  const isDeclared = (name: string): boolean =>
    new RegExp(`(?:const|using|let) ${name}\\b|[({,] ?${name}[,)]? ?=>|\\(${name}\\)`).test(example);
  const wanted = new Map<string, string[]>();
  const add = (source: string, name: string): void =>
    void wanted.set(source, [...(wanted.get(source) ?? []), name]);
  if (/^import /m.test(example)) return example;
  for (const [name, source] of Object.entries(others))
    if (isUsed(name) && !isDeclared(name)) add(source, name);
  const seen = new Set<string>();
  for (const entry of entries)
    for (const { name, kind } of entry.names) {
      if (seen.has(name) || !isUsed(name)) continue;
      seen.add(name);
      add(entry.name, kind === 'type' ? `type ${name}` : name);
    }
  const lines = [...wanted].map(([source, names]) => `import { ${names.join(', ')} } from '${source}';`);
  return [...lines.toSorted(), '', example].join('\n');
}

export async function drawApiPage(entries: readonly EntryPoint[] = readEntryPoints()): Promise<string> {
  const seen = new Map<string, string>();
  const sections = entries.map((entry) => {
    const names = entry.names.map((one) => {
      const first = seen.get(one.name);
      if (first !== undefined)
        return `### ${one.name} of ${entry.name}\n\nThe same as [\`${one.name}\`](#${anchor(one.name)}) of \`${first}\`.`;
      seen.set(one.name, entry.name);
      return drawName(one, entries);
    });
    return [`## ${entry.name}`, drawDocstring(entry.about, entries), ...names].join('\n\n');
  });
  const contents = entries.map(
    ({ name, names }) => `- [${name}](#${anchor(name)}): ${names.map((one) => `\`${one.name}\``).join(', ')}`,
  );
  const text = `# The API

Every export of the package, from the docstrings; made by \`npm run api\`, not to be edited. Times are in milliseconds where nothing else is said, instants in
milliseconds since the epoch, sizes in bytes. What is thrown is said with each function; every error that the package throws has a \`code\`.

${contents.join('\n')}
- \`understudy/contracts/NAME\`: \`document\`, the part of one operation's OpenAPI document that a mock plays, such as
  \`understudy/contracts/add-live-app-record-config\`.

${sections.join('\n\n')}
`;
  return format(text, {
    parser: 'markdown',
    printWidth: 110,
    singleQuote: true,
    embeddedLanguageFormatting: 'auto',
  });
}

function drawName(
  { name, docstring, declaration, kind }: ExportedName,
  entries: readonly EntryPoint[],
): string {
  const parts = [`### ${name}`, drawDocstring(docstring, entries), code(declaration)];
  const users = kind === 'type' && examplesOf(docstring).length === 0 ? usersOf(name, entries) : [];
  if (users.length > 0)
    parts.push(`Example: see ${users.map((user) => `[\`${user}\`](#${anchor(user)})`).join(', ')}.`);
  return parts.join('\n\n');
}

/** Functions with an example that take or return a type, at last by way of other types. */
export function usersOf(name: string, entries: readonly EntryPoint[]): readonly string[] {
  const all = entries.flatMap(({ names }) => names);
  const visited = new Set([name]);
  let wave = [name];
  while (wave.length > 0) {
    const users = all.filter(
      (one) =>
        !visited.has(one.name) && wave.some((each) => new RegExp(`\\b${each}\\b`).test(one.declaration)),
    );
    const functions = users
      .filter(({ docstring }) => examplesOf(docstring).length > 0)
      .map((one) => one.name);
    if (functions.length > 0) return [...new Set(functions)].slice(0, 3);
    for (const one of users) visited.add(one.name);
    wave = users.map((one) => one.name);
  }
  return [];
}

function drawDocstring(docstring: string, entries: readonly EntryPoint[]): string {
  return partsOf(docstring)
    .map(({ kind, text }) => (kind === 'code' ? code(withImports(text, entries)) : text))
    .join('\n\n');
}

function code(text: string): string {
  return `\`\`\`ts\n${text}\n\`\`\``;
}

/** As GitHub names headings. */
function anchor(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\w -]/g, '')
    .replaceAll(' ', '-');
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(join(root, apiPage), await drawApiPage());
