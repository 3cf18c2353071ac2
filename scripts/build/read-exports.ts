/** Reads what a module exports, with docstrings and declarations, from its source. TypeScript 7 has no API for that. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseSync, type Comment, type Statement } from 'oxc-parser';

export interface ExportedName {
  /** As it is imported. */
  readonly name: string;
  readonly kind: 'function' | 'class' | 'constant' | 'type';
  /** Without its stars; empty for an undocumented export. */
  readonly docstring: string;
  /** As in the source, without bodies and values. */
  readonly declaration: string;
  /** From the root of the project. */
  readonly file: string;
}

interface ParsedModule {
  /** From the root of the project. */
  readonly path: string;
  readonly source: string;
  readonly comments: readonly Comment[];
  readonly statements: readonly Statement[];
}

export interface ModuleExports {
  /** What the first comment of the file says. */
  readonly about: string;
  readonly names: readonly ExportedName[];
}

/** Opens a module by its path from the root; each is parsed once. */
type OpenModule = (path: string) => ParsedModule;

/** Throws Error for a name that is exported and found nowhere. */
export function readExports(root: string, file: string): ModuleExports {
  const open = createOpen(root);
  const module = open(file);
  const about = docstringBefore(module, module.statements[0]?.start ?? 0) || firstComment(module);
  return { about, names: namesOf(open, file) };
}

function createOpen(root: string): OpenModule {
  const parsed = new Map<string, ParsedModule>();
  return (path) => {
    const known = parsed.get(path);
    if (known) return known;
    const source = readFileSync(join(root, path), 'utf8');
    const { program, comments } = parseSync(path, source);
    const module = { path, source, comments, statements: program.body as readonly Statement[] };
    parsed.set(path, module);
    return module;
  };
}

function namesOf(open: OpenModule, path: string): readonly ExportedName[] {
  const found = open(path).statements.flatMap((statement): readonly ExportedName[] => {
    if (statement.type === 'ExportAllDeclaration') return namesOf(open, target(path, statement.source.value));
    if (statement.type !== 'ExportNamedDeclaration') return [];
    if (statement.declaration) return declaredIn(open(path), statement);
    const from = statement.source ? target(path, statement.source.value) : path;
    return statement.specifiers.map((one) => find(open, from, nameOf(one.local), nameOf(one.exported)));
  });
  // Of a function, each overload is a statement.
  return [...Map.groupBy(found, ({ name }) => name).values()].map((same) => merged(same));
}

/** Follow a name from module to module, to where it is declared. */
function find(open: OpenModule, path: string, local: string, exported: string): ExportedName {
  const module = open(path);
  const here = module.statements
    .flatMap((statement) => declaredIn(module, statement))
    .filter(({ name }) => name === local);
  if (here.length > 0) return { ...merged(here), name: exported };
  for (const statement of module.statements) {
    if (statement.type !== 'ImportDeclaration' && statement.type !== 'ExportNamedDeclaration') continue;
    const specifier = statement.specifiers.find((one) => 'local' in one && reExported(one) === local);
    if (specifier && statement.source)
      return find(open, target(path, statement.source.value), originalOf(specifier), exported);
  }
  throw new Error(`Failed to find "${local}", which is exported as "${exported}", in ${path}.`);
}

/** A constant is shown with its value where that is no longer, in characters. */
const longestValue = 500;

/** What one statement declares; several where it is a list of constants. */
function declaredIn(module: ParsedModule, statement: Statement): readonly ExportedName[] {
  const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
  if (!declared) return [];
  const common = { docstring: docstringBefore(module, statement.start), file: module.path };
  const textOf = ({ start, end }: { readonly start: number; readonly end: number }): string =>
    module.source.slice(start, end).trim();
  switch (declared.type) {
    case 'FunctionDeclaration':
    case 'TSDeclareFunction': {
      const head = textOf({ start: declared.start, end: declared.body?.start ?? declared.end });
      const name = declared.id?.name ?? '';
      return [{ ...common, name, kind: 'function', declaration: head.replace(/;$/, '') }];
    }
    case 'ClassDeclaration': {
      const declaration = classText(module, declared.start, declared.body);
      return [{ ...common, name: declared.id?.name ?? '', kind: 'class', declaration }];
    }
    case 'TSInterfaceDeclaration':
    case 'TSTypeAliasDeclaration':
      return [{ ...common, name: declared.id.name, kind: 'type', declaration: textOf(declared) }];
    case 'VariableDeclaration':
      return declared.declarations.map(({ id, init }) => {
        const value = init && init.end - init.start < longestValue ? ` = ${textOf(init)}` : '';
        const name = 'name' in id ? id.name : '';
        return { ...common, name, kind: 'constant', declaration: `const ${textOf(id)}${value}` };
      });
    default:
      return [];
  }
}

function target(from: string, path: string): string {
  return join(dirname(from), path);
}

interface NamedExport {
  readonly type: string;
  readonly name?: string;
  readonly value?: unknown;
}

function nameOf(node: NamedExport): string {
  return node.name ?? String(node.value);
}

/** The name that a specifier gives to others in its own module, or to those who import from it. */
function reExported(specifier: object): string {
  const { exported, local } = specifier as { exported?: NamedExport; local: NamedExport };
  return nameOf(exported ?? local);
}

function originalOf(specifier: object): string {
  const { imported, local } = specifier as { imported?: NamedExport; local: NamedExport };
  return nameOf(imported ?? local);
}

/** The signatures that callers see: where there are overloads, without the implementation. */
function merged(same: readonly ExportedName[]): ExportedName {
  const [first] = same;
  if (!first) throw new Error('Failed to merge declarations: the list is empty.');
  const shown = same.length > 1 ? same.slice(0, -1) : same;
  return {
    ...first,
    docstring: same.map(({ docstring }) => docstring).find((one) => one !== '') ?? '',
    declaration: shown.map(({ declaration }) => declaration).join(';\n'),
  };
}

/** The comment that ends where the statement starts. */
function docstringBefore({ source, comments }: ParsedModule, start: number): string {
  const comment = comments.findLast(
    (one) =>
      one.end <= start &&
      one.type === 'Block' &&
      one.value.startsWith('*') &&
      source.slice(one.end, start).trim() === '',
  );
  return comment ? withoutStars(comment.value) : '';
}

function firstComment({ comments }: ParsedModule): string {
  const [first] = comments;
  return first && first.type === 'Block' ? withoutStars(first.value) : '';
}

function withoutStars(value: string): string {
  return value
    .replace(/^\*/, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, ''))
    .join('\n')
    .trim();
}

/** A class with its fields and the heads of its methods. */
function classText(
  { source }: ParsedModule,
  start: number,
  body: { readonly start: number; readonly body: readonly object[] },
): string {
  const members = body.body.map((member) => {
    const {
      start: from,
      end,
      value,
    } = member as { start: number; end: number; value?: { body?: { start: number } } };
    const till = value?.body ? value.body.start : end;
    return `  ${source.slice(from, till).trim().replace(/;$/, '')};`;
  });
  return `${source.slice(start, body.start).trim()} {\n${members.join('\n')}\n}`;
}
