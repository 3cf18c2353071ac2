/** The errors of an operation: its documented table, and those shared by all operations. */
import { ContractError } from '../contract-error.ts';
import { readProvenance, type Provenance } from '../evidence.ts';
import { isArray, isObject, pointerTo, type JsonObject } from '../json.ts';

/** One row of an error table. */
export interface ErrorRow extends Provenance {
  readonly code: string;
  readonly status: number;
  /** As documented; `%s` stands for any text. */
  readonly message: string;
  /** The message that a mock answers, without placeholders. */
  readonly wireMessage: string;
  /** Other messages that the page lists for the code. */
  readonly otherMessages?: readonly string[];
  /** The code of the row, with `{name}` not filled in. */
  readonly template: string;
  /** Whether the operation's own page lists it. */
  readonly documented: boolean;
  /** Codes and statuses that other sources give for it. */
  readonly alternatives: readonly Alternative[];
}

export interface Alternative extends Provenance {
  readonly code: string;
  readonly status: number;
  /** What its message has to be, `%s` for any text; any message where it is left out. */
  readonly message?: string;
}

/** Roles of the gateway's errors, independent of their codes. */
export type Role = (typeof roles)[number];

const roles = [
  'missing-parameter',
  'unknown-action',
  'unknown-version',
  'unsupported-method',
  'unknown-answer-format',
  'incomplete-signature',
  'malformed-time',
  'expired-time',
  'unknown-access-key',
  'inactive-access-key',
  'wrong-signature-v1',
  'wrong-signature-v3',
  'wrong-security-token',
  'expired-security-token',
  'used-nonce',
  'denied',
  'internal',
  'unavailable',
] as const;

/** Values for `{name}` and other placeholders in a code or a message. */
export type Placeholders = Readonly<Record<string, string>>;

/** The errors that an operation can answer. */
export interface ErrorTable {
  /** The rows of the operation's own page, in its order. */
  readonly documented: readonly ErrorRow[];
  /** These, and the rows that all operations share, with `{name}` not filled in. */
  readonly all: readonly ErrorRow[];
  /** The shared error with a role in the protocol, such as `unknown-action`; `values` fill `{name}` and the like. */
  inRole(role: Role, values?: Placeholders): ErrorRow;
  /** Looks a code up: the page's rows first, then the shared ones, then shared templates such as `Missing{name}`. */
  find(code: string): ErrorRow | undefined;
}

/** Throws ContractError for a row without code, status or message, or a code listed twice. */
export function readErrors(operation: JsonObject, pointer: string): ErrorTable {
  const documented = merged(readRows(operation, 'x-errors', pointer, true), pointerTo(pointer, 'x-errors'));
  const common = readRows(operation, 'x-common-errors', pointer, false);
  const templates = common.filter(({ code }) => code.includes('{name}'));
  const byCode = new Map([...common, ...documented].map((row) => [row.code, row]));

  const rowIn = (role: Role): ErrorRow => {
    const row = common.find((one) => one.role === role);
    if (row) return row;
    throw new ContractError(`Failed to read x-common-errors: no row has the role "${role}". Add one.`, {
      pointer: pointerTo(pointer, 'x-common-errors'),
    });
  };
  const byRole = Object.fromEntries(roles.map((role) => [role, rowIn(role)])) as Record<Role, ErrorRow>; // one for each role
  const inRole = (role: Role, values?: Placeholders): ErrorRow =>
    values ? fill(byRole[role], values) : byRole[role];
  const find = (code: string): ErrorRow | undefined => {
    const known = byCode.get(code);
    if (known) return known;
    for (const row of templates) {
      const [before = '', after = ''] = row.code.split('{name}');
      if (!code.startsWith(before) || !code.endsWith(after)) continue;
      const name = code.slice(before.length, code.length - after.length);
      if (name !== '') return fill(row, { name });
    }
    return undefined;
  };
  return { documented, all: [...byCode.values()], inRole, find };
}

/**
 * One row for each code. A page may list a code with several messages: a mock answers the first, and the others
 * are documented messages too. Throws ContractError for a repeated row.
 */
function merged<Row extends ErrorRow>(rows: readonly Row[], pointer: string): readonly Row[] {
  const byCode = new Map<string, Row>();
  for (const [index, row] of rows.entries()) {
    const first = byCode.get(row.code);
    const known = first ? [first.message, ...(first.otherMessages ?? [])] : [];
    if (first && first.status === row.status && known.includes(row.message))
      throw new ContractError(
        `Failed to read x-errors: "${row.code}" stands there twice. Keep one of the rows.`,
        {
          pointer: pointerTo(pointer, index),
        },
      );
    byCode.set(
      row.code,
      first ? { ...first, otherMessages: [...(first.otherMessages ?? []), row.message] } : row,
    );
  }
  return [...byCode.values()];
}

function fill(row: ErrorRow, values: Placeholders): ErrorRow {
  const filled = (template: string): string =>
    template.replaceAll(/\{(\w+)\}/g, (brace, name: string) => values[name] ?? brace);
  return {
    ...row,
    code: filled(row.code),
    message: filled(row.message),
    wireMessage: filled(row.wireMessage),
    alternatives: row.alternatives.map((one) =>
      one.message === undefined ? one : { ...one, message: filled(one.message) },
    ),
  };
}

/** Whether an answer is what another source has in the place of the row. */
export function isAlternativeTo(
  row: ErrorRow,
  answer: { readonly code: string; readonly status: number; readonly message: string },
): boolean {
  return row.alternatives.some(
    ({ code, status, message }) =>
      code === answer.code &&
      status === answer.status &&
      (message === undefined || patternOf(message).test(answer.message)),
  );
}

/** Whether a message is a documented one; `%s` in it stands for any text, and a run of white space for any other. */
export function matchesMessage(row: ErrorRow, message: string): boolean {
  if (message === row.wireMessage) return true;
  return [row.message, ...(row.otherMessages ?? [])].some((documented) =>
    patternOf(documented).test(message),
  );
}

function patternOf(documented: string): RegExp {
  const parts = documented.split('%s').map((part) =>
    part
      .split(/\s+/)
      .map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
      .join(String.raw`\s+`),
  );
  return new RegExp(`^${parts.join('[^]*')}$`);
}

/** Each has another code, another status, or both; the rest is as in the row. */
function readAlternatives(row: JsonObject, parent: string): readonly Alternative[] {
  const pointer = pointerTo(parent, 'x-alternatives');
  const listed = row['x-alternatives'] ?? [];
  if (!isArray(listed))
    throw new ContractError('Failed to read "x-alternatives": it is not a list. Write a list.', { pointer });
  return listed.map((entry, index) => {
    const at = pointerTo(pointer, index);
    const { code = row['code'], status = row['status'] } = isObject(entry) ? entry : {};
    const isOther = isObject(entry) && (entry['code'] !== undefined || entry['status'] !== undefined);
    if (!isOther || typeof code !== 'string' || typeof status !== 'number')
      throw new ContractError(
        'Failed to read alternative of an error: it needs "code" (a text), "status" (a number), or both.',
        { pointer: at },
      );
    const message = isObject(entry) ? entry['message'] : undefined;
    if (message !== undefined && typeof message !== 'string')
      throw new ContractError(
        'Failed to read alternative of an error: its "message" is not a text. Write a text.',
        {
          pointer: at,
        },
      );
    return {
      code,
      status,
      ...(message !== undefined && { message }),
      ...readProvenance(entry, '', { evidence: 'assumed', source: '' }, at),
    };
  });
}

function readRows(
  operation: JsonObject,
  name: string,
  parent: string,
  documented: boolean,
): readonly (ErrorRow & { readonly role: string })[] {
  const rows = operation[name] ?? [];
  if (!isArray(rows))
    throw new ContractError(`Failed to read "${name}": it is not a list. Write a list.`, {
      pointer: pointerTo(parent, name),
    });
  return rows.map((row, index) => {
    const pointer = pointerTo(pointerTo(parent, name), index);
    if (!isObject(row))
      throw new ContractError('Failed to read error: it is not an object. Write an object.', { pointer });
    const { code, status, message } = row;
    if (typeof code !== 'string' || typeof status !== 'number' || typeof message !== 'string') {
      throw new ContractError('Failed to read error: it needs "code", "status" and "message".', { pointer });
    }
    const wireMessage = typeof row['x-message'] === 'string' ? row['x-message'] : message;
    const provenance = readProvenance(
      row,
      '',
      { evidence: 'stated', source: `Error codes, ${code}` },
      pointer,
    );
    return {
      code,
      status,
      message,
      wireMessage,
      template: code,
      documented,
      alternatives: readAlternatives(row, pointer),
      role: String(row['role'] ?? ''),
      ...provenance,
    };
  });
}
