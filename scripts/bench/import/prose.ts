/** Prose against the vendor's own keywords: they are taken away, the prose is read, and what it says is held against them. */
import type { Json } from '../../../contract/json.ts';
import { readValues } from '../../../contract/import/prose/read-value.ts';
import type { SourceDocument, SourceParameter } from '../../../contract/import/source-document.ts';

export interface Score {
  /** Places where the prose was read to say the keyword. */
  readonly found: number;
  /** Of these, places where the metadata has the keyword too. */
  readonly both: number;
  /** Of these, places where the two agree. */
  readonly agree: number;
  /** Places where the metadata has the keyword, and its value stands somewhere in the prose. */
  readonly stated: number;
  /** Of these, places where the reader read the keyword as it is. */
  readonly recalled: number;
}

export interface ProseDifference {
  readonly place: string;
  readonly keyword: string;
  readonly has: Json | undefined;
  readonly read: Json | undefined;
  readonly prose: string;
}

const measured = [
  'minimum',
  'maximum',
  'enum',
  'default',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
] as const;

export function scoreProse(documents: readonly SourceDocument[]): {
  readonly scores: ReadonlyMap<string, Score>;
  readonly differences: readonly ProseDifference[];
} {
  const scores = new Map<
    string,
    { found: number; both: number; agree: number; stated: number; recalled: number }
  >(measured.map((keyword) => [keyword, { found: 0, both: 0, agree: 0, stated: 0, recalled: 0 }]));
  const differences: ProseDifference[] = [];
  const visit = (parameter: SourceParameter, place: string): void => {
    const prose = parameter.prose;
    const read = new Map(
      readValues(prose, {
        type: parameter.type,
        example: parameter.example,
        itemType: parameter.items?.type ?? '',
      }).map(({ keyword, value }) => [keyword, value]),
    );
    for (const keyword of measured) {
      const score = scores.get(keyword);
      const [has, says] = [parameter.keywords[keyword], read.get(keyword)];
      if (!score || prose.trim() === '') continue;
      if (says !== undefined) score.found += 1;
      if (has === undefined) continue;
      const agree = says !== undefined && isSame(has, says);
      if (says !== undefined) score.both += 1;
      if (agree) score.agree += 1;
      const stated = mentions(prose, has);
      if (stated) score.stated += 1;
      if (stated && agree) score.recalled += 1;
      if (!agree && (says !== undefined || stated))
        differences.push({ place, keyword, has, read: says, prose });
    }
    if (parameter.items) visit(parameter.items, `${place}.N`);
    for (const member of parameter.members ?? []) visit(member, `${place}.${member.name}`);
  };
  for (const { operation, parameters } of documents)
    for (const parameter of parameters) visit(parameter, `${operation}/${parameter.name}`);
  return { scores, differences };
}

function isSame(a: Json, b: Json): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    const [left, right] = [new Set(a.map((one) => String(one))), new Set(b.map((one) => String(one)))];
    return left.size === right.size && [...left].every((one) => right.has(one));
  }
  return String(a) === String(b) || (typeof a === 'number' && Number(b) === a);
}

function mentions(prose: string, value: Json): boolean {
  if (Array.isArray(value)) return value.every((one) => mentions(prose, one as Json));
  const text = String(value);
  const plain = prose.replaceAll(/(?<=\d),(?=\d{3}\b)/g, '').replaceAll('\\', '');
  const escaped = text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`(?<![A-Za-z0-9_.])${escaped}(?![A-Za-z0-9_]|\\.\\d)`, 'i').test(plain);
}
