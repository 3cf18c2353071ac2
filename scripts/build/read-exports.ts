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
  readonly source: string;
  readonly comments: readonly Comment[];
  readonly statements: readonly Statement[];
}

export interface ModuleExports {
  /** What the first comment of the file says. */
  readonly about: string;
  readonly names: readonly ExportedName[];
}

/** Throws Error for a name that is exported and found nowhere. */
export function readExports(root: string, file: string): ModuleExports {
  const parsed = new Map<string, ParsedModule>();
  const open = (path: string): ParsedModule => {
    const known = parsed.get(path);
    if (known) return known;
    const source = readFileSync(join(root, path), 'utf8');
    const { program, comments } = parseSync(path, source);
    const module = { source, comments, statements: program.body as readonly Statement[] };
    parsed.set(path, module);
    return module;
  };

  const namesOf = (path: string): readonly ExportedName[] => {
    const { statements } = open(path);
    const found = statements.flatMap((statement): readonly ExportedName[] => {
      if (statement.type === 'ExportAllDeclaration') return namesOf(target(path, statement.source.value));
      if (statement.type !== 'ExportNamedDeclaration') return [];
      if (!statement.source)
        return statement.declaration
          ? declaredIn(path, statement)
          : statement.specifiers.map((one) => find(path, nameOf(one.local), nameOf(one.exported)));
      const from = target(path, statement.source.value);
      return statement.specifiers.map((one) => find(from, nameOf(one.local), nameOf(one.exported)));
    });
    // Of a function, each overload is a statement.
    return [...Map.groupBy(found, ({ name }) => name).values()].map((same) => merged(same));
  };

  const find = (path: string, local: string, exported: string): ExportedName => {
    const { statements } = open(path);
    const here = statements
      .flatMap((statement) => declaredIn(path, statement))
      .filter(({ name }) => name === local);
    if (here.length > 0) return { ...merged(here), name: exported };
    for (const statement of statements) {
      if (statement.type === 'ImportDeclaration' || statement.type === 'ExportNamedDeclaration') {
        const specifier = statement.specifiers.find((one) => 'local' in one && reExported(one) === local);
        if (specifier && statement.source)
          return find(target(path, statement.source.value), originalOf(specifier), exported);
      }
    }
    throw new Error(`Failed to find "${local}", which is exported as "${exported}", in ${path}.`);
  };

  const declaredIn = (path: string, statement: Statement): readonly ExportedName[] => {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (!declaration) return [];
    const module = open(path);
    const docstring = docstringBefore(module, statement.start);
    const textOf = (start: number, end: number): string => module.source.slice(start, end).trim();
    const whole = (start: number): string => textOf(start, declaration.end);
    const common = { docstring, file: path };
    switch (declaration.type) {
      case 'FunctionDeclaration':
      case 'TSDeclareFunction': {
        const end = declaration.body ? declaration.body.start : declaration.end;
        return [
          {
            ...common,
            name: declaration.id?.name ?? '',
            kind: 'function',
            declaration: textOf(declaration.start, end).replace(/;$/, ''),
          },
        ];
      }
      case 'ClassDeclaration':
        return [
          {
            ...common,
            name: declaration.id?.name ?? '',
            kind: 'class',
            declaration: classText(module, declaration.start, declaration.body),
          },
        ];
      case 'TSInterfaceDeclaration':
      case 'TSTypeAliasDeclaration':
        return [
          { ...common, name: declaration.id.name, kind: 'type', declaration: whole(declaration.start) },
        ];
      case 'VariableDeclaration':
        return declaration.declarations.map(({ id, init }) => ({
          ...common,
          name: 'name' in id ? id.name : '',
          kind: 'constant' as const,
          declaration: `const ${textOf(id.start, id.end)}${isShort(init) ? ` = ${textOf(init?.start ?? 0, init?.end ?? 0)}` : ''}`,
        }));
      default:
        return [];
    }
  };

  const isShort = (init: { readonly start: number; readonly end: number } | null): boolean =>
    init !== null && init.end - init.start < 500;
  const about = docstringBefore(open(file), open(file).statements[0]?.start ?? 0) || firstComment(open(file));
  return { about, names: namesOf(file) };
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
