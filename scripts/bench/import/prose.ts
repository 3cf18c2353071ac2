/** Prose against the vendor's own keywords: they are taken away, the prose is read, and what it says is held against them. */
import type { Json } from '../../../contract/json.ts';
import { readValues } from '../../../contract/import/prose/read-value.ts';
import type { SourceDocument, SourceParameter } from '../../../contract/import/source-document.ts';

/** In places, of one keyword or of several. */
export interface ProseScore {
  /** Places where the prose was read to say the keyword, and the metadata has it too. */
  readonly both: number;
  /** Of these, places where the two agree. */
  readonly agree: number;
  /** Places where the metadata has the keyword, and its value stands somewhere in the prose. */
  readonly stated: number;
  /** Of these, places where the reader read the keyword as it is. */
  readonly recalled: number;
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

type MeasuredKeyword = (typeof measured)[number];

/** By keyword. */
export function scoreProse(documents: readonly SourceDocument[]): ReadonlyMap<string, ProseScore> {
  const scores = documents
    .flatMap(({ parameters }) => parameters.flatMap(withParts))
    .filter(({ prose }) => prose.trim() !== '')
    .map(scoreParameter);
  return new Map(measured.map((keyword) => [keyword, sumOf(scores.map((score) => score[keyword]))]));
}

export function sumOf(scores: readonly ProseScore[]): ProseScore {
  const total = (name: keyof ProseScore): number => scores.reduce((sum, score) => sum + score[name], 0);
  return {
    both: total('both'),
    agree: total('agree'),
    stated: total('stated'),
    recalled: total('recalled'),
  };
}

/** A parameter, and those that stand in it. */
function withParts(parameter: SourceParameter): readonly SourceParameter[] {
  const { items, members = [] } = parameter;
  return [parameter, ...(items ? withParts(items) : []), ...members.flatMap(withParts)];
}

function scoreParameter(parameter: SourceParameter): Readonly<Record<MeasuredKeyword, ProseScore>> {
  const { name, prose, keywords, type, example, items } = parameter;
  const values = readValues(prose, { name, type, example, itemType: items?.type ?? '' });
  const read = new Map(values.map(({ keyword, value }) => [keyword, value]));
  const scores = measured.map((keyword) => [
    keyword,
    scoreKeyword(prose, keywords[keyword], read.get(keyword)),
  ]);
  return Object.fromEntries(scores) as Record<MeasuredKeyword, ProseScore>; // one of each
}

function scoreKeyword(prose: string, has: Json | undefined, says: Json | undefined): ProseScore {
  const both = has !== undefined && says !== undefined;
  const agree = both && isSame(has, says);
  const stated = has !== undefined && mentions(prose, has);
  return {
    both: Number(both),
    agree: Number(agree),
    stated: Number(stated),
    recalled: Number(stated && agree),
  };
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
