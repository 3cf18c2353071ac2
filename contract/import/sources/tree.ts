/** The nesting of parameters, from rows that say it by dotted names, by marks, or by rows without a name. */
import type { NotRead, SourceParameter } from '../source-document.ts';
import { unmark } from '../unmark.ts';
import { valueAs } from '../typed-value.ts';
import { itemTypeOf, placeOf, requiredOf, typeOf } from './columns.ts';
import type { ParameterRow } from './parameter-row.ts';
import type { ParameterTables } from './rows.ts';

interface Branch {
  name: string;
  type: string;
  /** The word of the table, empty where it has none. */
  printedType: string;
  required: boolean | undefined;
  prose: string;
  example: string;
  /** Where it is sent, unless that is the query or the form. */
  place: string;
  items?: Branch;
  members?: Branch[];
  /** Whether a row of its own was read. */
  isTold?: boolean;
  /** Whether no row shows that its members have ended. */
  isOpen?: boolean;
}

export interface ParameterTree {
  readonly parameters: readonly SourceParameter[];
  readonly notRead: readonly NotRead[];
}

/** The parameters of a section's tables, with the fields that other tables explain. */
export function treeOf({ rows, fields }: ParameterTables): ParameterTree {
  const notRead = [...rows, ...fields.flatMap((table) => table.rows)].flatMap(wordsNotRead);
  notRead.push(...repeatedRows(rows));
  const root = branchesOf(rows);
  for (const table of fields) {
    const holder = find(root, table.of);
    const members = branchesOf(table.rows);
    if (holder && hold(holder, members)) continue;
    const names = members.map(({ name }) => name).join(', ');
    const kind = holder ? `it is printed as ${holder.printedType}` : 'no parameter of this name is printed';
    notRead.push({ place: table.of, text: `a table of its fields (${names}), although ${kind}` });
  }
  notRead.push(...root.flatMap((branch) => doubtsAbout(branch)));
  return { parameters: root.map(finished), notRead };
}

function branchesOf(rows: readonly ParameterRow[]): Branch[] {
  return isDotted(rows) ? dotted(rows) : sequential(rows);
}

/** Whether names tell the nesting, by dots or by marks. */
function isDotted(rows: readonly ParameterRow[]): boolean {
  return rows.some(({ name }) => name.includes('.') || mark.test(name));
}

/** Rows of a name that stands above already. Rows without a dot are listed with their types, see `facts.ts`. */
function repeatedRows(rows: readonly ParameterRow[]): readonly NotRead[] {
  if (!isDotted(rows)) return [];
  const names = new Set<string>();
  return rows.flatMap(({ name }) => {
    if (name === '' || mark.test(name)) return [];
    if (names.has(name)) return [{ place: name, text: 'a second row of this name; the first counts' }];
    names.add(name);
    return [];
  });
}

/** A word in the column of types, or in that of required parameters, that says neither. */
function wordsNotRead({ name, type, required }: ParameterRow): readonly NotRead[] {
  const isType = type === '' || type === '-' || typeOf(type) !== undefined;
  const isRequired = /^-?$/.test(required.trim()) || requiredOf(required) !== undefined;
  return [
    ...(isType ? [] : [{ place: name, text: `type "${type}", which is read as a text` }]),
    ...(isRequired
      ? []
      : [{ place: name, text: `"${required}" for whether it has to be sent, which is read as no` }]),
  ];
}

/** By its name as printed, or by the last part of it where one branch alone has that. */
function find(branches: readonly Branch[], name: string): Branch | undefined {
  const steps = name
    .replace(mark, '')
    .split('.')
    .filter((step) => !isPlace(step));
  let members = branches;
  let branch: Branch | undefined;
  for (const step of steps) {
    branch = members.find((one) => one.name === step);
    members = branch?.members ?? branch?.items?.members ?? [];
  }
  if (branch) return branch;
  const all = (list: readonly Branch[]): readonly Branch[] =>
    list.flatMap((one) => [one, ...all(one.members ?? one.items?.members ?? [])]);
  const named = all(branches).filter((one) => one.name === steps.at(-1));
  return named.length === 1 ? named[0] : undefined;
}

/** Give these members to an object, or to the items of a list; false for what is printed as neither. */
function hold(holder: Branch, members: readonly Branch[]): boolean {
  const inner = holder.type === 'array' ? (holder.items ?? emptyBranch('', 'object')) : holder;
  const isUntold = inner === holder && inner.printedType === '';
  if (inner.type !== 'object' && !isUntold) return false;
  if (inner !== holder) holder.items = inner;
  inner.type = 'object';
  inner.members = [...(inner.members ?? []), ...members];
  return true;
}

/** What stands in front of the name of a member of what stands above. */
const mark = /^[└├─>»|\s-]+/;

/** A place in a list. */
function isPlace(step: string): boolean {
  return /^(?:[NMnm]|\d+)$/.test(step);
}

/** `RecordFormat.N.Format`: a list of objects; `ResourceId.N`: a list of texts; `└Name`: a member of what stands above. */
function dotted(rows: readonly ParameterRow[]): Branch[] {
  const root: Branch[] = [];
  const above: Branch[] = [];
  for (const row of rows) {
    const marks = mark.exec(row.name)?.[0] ?? '';
    const depth = marks === '' ? 0 : Math.max(1, [...marks.matchAll(/[└├>»]/g)].length);
    if (row.name === '') {
      const list = above.at(-1);
      if (list?.type === 'array') list.items ??= branchOf(row);
      continue;
    }
    if (depth > 0) {
      const holder = above[depth - 1] ?? above.at(-1);
      if (!holder) continue;
      const branch = branchOf({ ...row, name: row.name.slice(marks.length) });
      membersOf(holder).push(branch);
      above.length = Math.min(above.length, depth);
      above.push(branch);
      continue;
    }
    above.length = 0;
    above[0] = place(root, row.name.split('.'), row);
  }
  return root;
}

function membersOf(holder: Branch): Branch[] {
  const inner = holder.type === 'array' ? (holder.items ??= emptyBranch('', 'object')) : holder;
  if (inner !== holder) inner.type = 'object';
  return (inner.members ??= []);
}

function place(root: Branch[], steps: readonly string[], row: ParameterRow): Branch {
  let members = root;
  let branch: Branch | undefined;
  for (const [index, step] of steps.entries()) {
    if (isPlace(step)) {
      if (!branch) continue;
      if (index === steps.length - 1) branch.required = requiredOf(row.required);
      branch.type = 'array';
      branch.items ??= emptyBranch('', 'string');
      branch = branch.items;
    } else {
      if (branch) {
        if (branch.type !== 'array') branch.type = 'object';
        members = branch.members ??= [];
      }
      const found = members.find(({ name }) => name === step);
      branch = found ?? emptyBranch(step, 'string');
      if (!found) members.push(branch);
    }
    if (index === steps.length - 1 && branch) fill(branch, row, isPlace(step));
  }
  return branch ?? emptyBranch(row.name, 'string');
}

/** Of two rows of one place, such as `Tag.1.Key` and `Tag.2.Key`, the first counts. */
function fill(branch: Branch, row: ParameterRow, isItem: boolean): void {
  if (branch.isTold === true) return;
  branch.isTold = true;
  const type = typeOf(row.type) ?? 'string';
  branch.type =
    isItem && type === 'array' ? (itemTypeOf(row.type) ?? 'string') : branch.items ? 'array' : type;
  branch.printedType = row.type;
  // Of `Name.N` the list is meant: it is the list that has to be given.
  branch.required = isItem ? undefined : requiredOf(row.required);
  branch.prose = row.description;
  branch.example = row.example;
  branch.place = placeOf(row.place);
}

/**
 * A nameless row is the item of the list above; rows behind an object's are its members, until one that stands for itself. Where no
 * row shows that the members have ended, the rest may be members or not: the object is marked as open.
 */
function sequential(rows: readonly ParameterRow[]): Branch[] {
  const text = rows.map(({ description }) => description).join('\n');
  const root: Branch[] = [];
  const holders: Branch[] = [];
  for (const row of rows) {
    const branch = branchOf(row);
    if (row.name === '') {
      nameless(branch, root, holders);
      continue;
    }
    for (let holder = holders.at(-1); holder; holder = holders.at(-1)) {
      const place = placeBeside(holder, branch, text, root.length > 0);
      if (place === 'inside') break;
      holder.isOpen = place !== 'outside';
      holders.pop();
    }
    const holder = holders.at(-1);
    (holder ? (holder.members ??= []) : root).push(branch);
    if (branch.type === 'array' || branch.type === 'object') holders.push(branch);
  }
  for (const holder of holders) holder.isOpen = true;
  return root;
}

/** The item of the list above; without anything above it is the request or the answer itself, whose members are the rows. */
function nameless(branch: Branch, root: readonly Branch[], holders: Branch[]): void {
  const holder = holders.at(-1) ?? root.at(-1);
  if (!holder) return;
  if (holder.type === 'array' && !isPrinted(holder.items)) {
    // Tables of 2026 print `array<object>` for the item of a list of objects too.
    if (branch.printedType === holder.printedType)
      branch.type = itemTypeOf(branch.printedType) ?? branch.type;
    holder.items = branch;
  }
  if (branch.type === 'object' || branch.type === 'array') {
    if (holders.at(-1) !== holder) holders.push(holder);
    holders.push(branch);
  } else if (holders.at(-1) === holder) holders.pop();
}

/** Whether a row of its own tells of the item; what only follows from the type of its list may be told yet. */
function isPrinted(item: Branch | undefined): boolean {
  return item !== undefined && item.printedType !== '';
}

const ofEveryRequest =
  /^(?:RegionId|ClientToken|PageSize|PageNumber|PageNum|PageNo|NextToken|MaxResults|DryRun|ResourceGroupId|OwnerId|OwnerAccount|ResourceOwnerId|ResourceOwnerAccount|SecurityToken|RequestId|TotalCount|TotalNum|TotalPage)$/i;

/**
 * Whether a row behind the members of an object is one of them. A list that the prose names with a place of its own (`Name.N`), or a
 * name that the object has already, is not; a name that many requests have is hardly one.
 */
function placeBeside(
  holder: Branch,
  { name }: Branch,
  text: string,
  hasOthers: boolean,
): 'inside' | 'outside' | 'hardly inside' {
  if (holder.type === 'array' || holder.members?.some((one) => one.name === name) === true) return 'outside';
  if (ofEveryRequest.test(name)) return 'hardly inside';
  const standsAlone = new RegExp(String.raw`(?<![\w.])${name}\.(?:N|\d)`).test(text);
  const isNamedInside = new RegExp(String.raw`\.${name}(?!\w)`).test(text);
  return standsAlone && !isNamedInside && hasOthers ? 'outside' : 'inside';
}

/** Objects of which the page does not show where their members end, and lists of objects whose members it does not tell. */
function doubtsAbout(
  { name, printedType, isOpen, items, members = [] }: Branch,
  above = '',
): readonly NotRead[] {
  const place = [above, name].filter((step) => step !== '').join('.');
  const inner = [...(items ? [items] : []), ...members].flatMap((one) => doubtsAbout(one, place));
  if (isOpen && members.length > 0) {
    const names = members.map((one) => one.name).join(', ');
    return [{ place, text: `where its members end is not printed: ${names} are read as such` }, ...inner];
  }
  const isWithout =
    itemTypeOf(printedType) === 'object' && (items?.members ?? []).length === 0 && name !== '';
  return isWithout
    ? [{ place, text: `the members of its items are not told from the parameters behind it` }, ...inner]
    : inner;
}

function emptyBranch(name: string, type: string): Branch {
  return { name, type, printedType: '', required: undefined, prose: '', example: '', place: '' };
}

function branchOf({ name, type, required, description, example, place }: ParameterRow): Branch {
  const item = itemTypeOf(type);
  return {
    name,
    type: typeOf(type) ?? 'string',
    printedType: type,
    required: requiredOf(required),
    prose: description,
    example,
    place: placeOf(place),
    // A list of objects has a row for its item, or tells its fields elsewhere.
    ...(item !== undefined && item !== 'object' && { items: emptyBranch('', item) }),
  };
}

function finished({
  name,
  type,
  printedType,
  required,
  prose,
  example,
  place,
  items,
  members,
}: Branch): SourceParameter {
  const shape = members && members.length > 0 && type !== 'array' ? 'object' : type;
  const printed = typeOf(printedType);
  const isContradicted = shape === 'object' && printed !== undefined && printed !== 'object';
  const shown = unmark(example.replaceAll(/\s*\n\s*/g, ' ')).trim();
  const value = shown === '' || shown === '-' ? undefined : valueAs(shown, shape);
  return {
    name,
    type: shape,
    ...(isContradicted && { contradictedType: printed }),
    required,
    example: value,
    prose,
    keywords: {},
    ...(place !== '' && { place }),
    ...(items && { items: finished(items) }),
    ...(shape === 'object' && members && { members: members.map(finished) }),
  };
}
