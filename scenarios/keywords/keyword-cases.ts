/**
 * For each keyword, how a rule is broken on purpose, one way at each boundary, and which values are just inside.
 *
 * How a value is checked, and what breaking it is called: `contract/schema/keywords.ts`.
 */
import type { Keyword } from '../../contract/schema/keyword-names.ts';
import type { KeywordCases } from './case.ts';
import { listCases } from './list-cases.ts';
import { memberCases } from './member-cases.ts';
import { scalarCases } from './scalar-cases.ts';
import { textCases } from './text-cases.ts';
import { timeCases } from './time-cases.ts';

export const keywordCases: Readonly<Record<Keyword, KeywordCases>> = {
  ...scalarCases,
  ...textCases,
  ...timeCases,
  ...listCases,
  ...memberCases,
};
