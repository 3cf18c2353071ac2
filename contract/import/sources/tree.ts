/** The nesting of parameters, from rows that say it by dotted names, by marks, or by rows without a name. */
import type { SourceParameter } from '../source-document.ts';
import { unmark } from '../unmark.ts';
import { valueAs } from '../typed-value.ts';
import type { ParameterRow } from './rows.ts';

interface Branch {
  name: string;
  type: string;
  required: boolean | undefined;
  prose: string;
  example: string;
  items?: Branch;
  members?: Branch[];
}

/** Parameters that every call may have, and that no page's own table is about. */
const common = new Set([
  'Action',
  'Version',
  'Format',
  'AccessKeyId',
  'Signature',
  'SignatureMethod',
  'SignatureNonce',
  'SignatureVersion',
  'Timestamp',
]);

export function treeOf(rows: readonly ParameterRow[]): readonly SourceParameter[] {
  const text = rows.map(({ description }) => description).join('\n');
  const known = rows.filter(
    ({ name, description }) =>
      !(
        common.has(name) &&
        (name === 'Action' || /系统规定|system-defined|operation that you want|common/i.test(description))
      ),
  );
  const root = known.some(({ name }) => name.includes('.') || /^[└├]/.test(name))
    ? dotted(known)
    : sequential(known, text);
  return root.map(finished);
}

/** `RecordFormat.N.Format`: a list of objects; `ResourceId.N`: a list of texts; `└Name`: a member of what stands above. */
function dotted(rows: readonly ParameterRow[]): readonly Branch[] {
  const root: Branch[] = [];
  const above: Branch[] = [];
  for (const row of rows) {
    const depth = /^[└├─\s]+/.test(row.name) ? [...row.name.matchAll(/[└├]/g)].length : 0;
    if (depth > 0) {
      const holder = above[depth - 1] ?? root.at(-1);
      if (!holder) continue;
      const branch = branchOf({ ...row, name: row.name.replace(/^[└├─\s]+/, '') });
      (holder.type === 'array'
        ? ((holder.items ??= emptyBranch('', 'object')).members ??= [])
        : (holder.members ??= [])
      ).push(branch);
      above[depth] = branch;
      continue;
    }
    above.length = 0;
    above[0] = place(root, row.name.split('.'), row);
  }
  return root;
}

function place(root: Branch[], steps: readonly string[], row: ParameterRow): Branch {
  let members = root;
  let branch: Branch | undefined;
  for (const [index, step] of steps.entries()) {
    if (/^(?:N|n|\d+)$/.test(step)) {
      if (!branch) continue;
      // Of `Name.N` the list is meant: it is the list that has to be given.
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
    if (index === steps.length - 1 && branch) fill(branch, row, /^(?:N|n|\d+)$/.test(step));
  }
  return branch ?? emptyBranch(row.name, 'string');
}

function fill(branch: Branch, row: ParameterRow, isItem: boolean): void {
  const type = typeOf(row.type);
  branch.type = isItem && type === 'array' ? 'string' : branch.items ? 'array' : type;
  branch.required = requiredOf(row.required);
  branch.prose = row.description;
  branch.example = row.example;
}

/** A nameless row is the item of the list above; rows behind an object's are its members, until one that stands for itself. */
function sequential(rows: readonly ParameterRow[], text: string): readonly Branch[] {
  const root: Branch[] = [];
  const open: Branch[] = [];
  for (const row of rows) {
    const branch = branchOf(row);
    if (row.name === '') {
      const holder = open.at(-1) ?? root.at(-1);
      if (!holder) continue; // the answer itself, or the request: its members are the rows
      if (holder.type === 'array' && !holder.items) holder.items = branch;
      if (branch.type === 'object' || branch.type === 'array') {
        if (open.at(-1) !== holder) open.push(holder);
        open.push(branch);
      } else if (open.at(-1) === holder) open.pop();
      continue;
    }
    while (open.length > 0 && !belongsTo(open.at(-1), branch, root, text)) open.pop();
    const holder = open.at(-1);
    (holder ? (holder.members ??= []) : root).push(branch);
    if (branch.type === 'array' || branch.type === 'object') open.push(branch);
  }
  return root;
}

const ofEveryRequest =
  /^(?:RegionId|ClientToken|PageSize|PageNumber|PageNum|PageNo|NextToken|MaxResults|DryRun|ResourceGroupId|OwnerId|OwnerAccount|ResourceOwnerId|ResourceOwnerAccount|SecurityToken|RequestId|TotalCount|TotalNum|TotalPage)$/i;

/** A list that the prose names with a place of its own (`Name.N`), or a name that the object has already, stands for itself. */
function belongsTo(
  holder: Branch | undefined,
  branch: Branch,
  root: readonly Branch[],
  text: string,
): boolean {
  if (!holder || (holder.type === 'array' && holder.items?.type !== 'object')) return false;
  if (holder.type === 'array') return false;
  if (holder.members?.some(({ name }) => name === branch.name) === true) return false;
  if (ofEveryRequest.test(branch.name)) return false;
  const standsAlone = new RegExp(String.raw`(?<![\w.])${branch.name}\.(?:N|\d)`).test(text);
  const isNamedInside = new RegExp(String.raw`\.${branch.name}(?!\w)`).test(text);
  return !(standsAlone && !isNamedInside && root.length > 0);
}

function emptyBranch(name: string, type: string): Branch {
  return { name, type, required: undefined, prose: '', example: '' };
}

function branchOf({ name, type, required, description, example }: ParameterRow): Branch {
  const branch = { name, type: typeOf(type), required: requiredOf(required), prose: description, example };
  const inner = /^(?:array|list)\s*(?:<|of\s+)(?<inner>\w+)/i.exec(type)?.groups?.['inner'];
  return inner !== undefined && typeOf(inner) !== 'object' && name !== '' ? { ...branch } : branch;
}

const types: readonly (readonly [string, RegExp])[] = [
  ['array', /^(?:array|list|repeatlist)/i],
  ['integer', /^(?:integer|int|long|int32|int64)$/i],
  ['number', /^(?:float|double|number|decimal)$/i],
  ['boolean', /^bool(?:ean)?$/i],
  ['object', /^(?:object|map|struct|dict)/i],
];

export function typeOf(text: string): string {
  const plain = text.replaceAll(/[*`\\]/g, '').trim();
  return types.find(([, pattern]) => pattern.test(plain))?.[0] ?? 'string';
}

function requiredOf(text: string): boolean | undefined {
  const plain = text.trim();
  if (/^(?:yes|是|true|required|必[填选须])$/i.test(plain)) return true;
  return plain === '' ? undefined : false;
}

function finished({ name, type, required, prose, example, items, members }: Branch): SourceParameter {
  const shape = members && members.length > 0 && type !== 'array' ? 'object' : type;
  const shown = unmark(example.replaceAll(/\s*\n\s*/g, ' ')).trim();
  const value = shown === '' || shown === '-' ? undefined : valueAs(shown, shape);
  return {
    name,
    type: shape,
    required,
    example: value,
    prose,
    keywords: {},
    ...(items && { items: finished(items) }),
    ...(shape === 'object' && members && { members: members.map(finished) }),
  };
}
