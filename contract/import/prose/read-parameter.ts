/** Everything that a description says of its parameter, as facts of a page, and which sentence said it. */
import { isArray, type Json } from '../../json.ts';
import type { SentenceRead } from './sentence.ts';
import type { SourceParameter } from '../source-document.ts';
import { readConditions, type Surroundings } from './conditions.ts';
import { readForms } from './forms.ts';
import { complaintOf, readLines, sentencesOf } from './lines.ts';
import { readValues } from './read-value.ts';
import { matters, saysMore } from './matters.ts';

export interface ParameterReadings {
  /** By the words of a page: `values`, `minimum`, `maxBytes`, `when` … */
  readonly facts: Record<string, Json>;
  /** What is said of the items although it stands with the list. */
  readonly ofItems: Readonly<Record<string, Json>>;
  readonly atLeastOneOf: readonly (readonly string[])[];
  readonly requires: readonly { readonly parameter: string; readonly needs: string }[];
  readonly sentences: readonly SentenceRead[];
}

export function readParameter(parameter: SourceParameter, around: Surroundings): ParameterReadings {
  const { prose, type, items } = parameter;
  const said = new Map<string, string[]>();
  const note = (sentence: string, fact: string): void => {
    said.set(sentence, [...(said.get(sentence) ?? []), fact]);
  };
  const facts: Record<string, Json> = {};
  const ofItems: Record<string, Json> = {};
  for (const { keyword, value, sentence } of readValues(prose, {
    name: parameter.name,
    type,
    example: parameter.example,
    isItem: around.place.endsWith('.N'),
    isMember: /\.N\.[^.]+$/.test(around.place) && type !== 'array' && type !== 'object',
    itemType: items?.type ?? '',
  })) {
    const word = keyword === 'enum' ? 'values' : keyword;
    if (keyword === 'minBytes') continue;
    const isOfItems = items !== undefined && !['minItems', 'maxItems'].includes(word);
    (isOfItems ? ofItems : facts)[word] = value;
    note(sentence, word);
  }
  for (const { word, value, sentence } of readForms(prose, parameter)) {
    facts[word] ??= value;
    note(sentence, word);
  }
  const conditions = readConditions(prose, parameter, around);
  for (const { word, value, sentence } of conditions.facts) {
    facts[word] ??= value;
    note(sentence, word);
  }
  for (const { sentence, word } of conditions.others) note(sentence, word);
  if (facts['when'] !== undefined && facts['mandatory'] === true && facts['default'] !== undefined)
    delete facts['mandatory'];
  if (facts['when'] === undefined) delete facts['mandatory'];
  return {
    facts,
    ofItems,
    atLeastOneOf: conditions.atLeastOneOf,
    requires: conditions.requires,
    sentences: sentencesRead(prose, around.place, said, isArray(facts['values'] ?? ofItems['values'])).filter(
      ({ text }) => !(type === 'boolean' && onlyTruth.test(text)),
    ),
  };
}

/** `Valid values: true and false.` says no more of a boolean than its type. */
const onlyTruth =
  /^(?:valid values?|values?|取值)[^:：]{0,10}[:：]\W*(?:true\W*(?:and|or|和|或)?\W*false)?\W*$/iu;

function sentencesRead(
  prose: string,
  place: string,
  said: ReadonlyMap<string, readonly string[]>,
  hasList: boolean,
): readonly SentenceRead[] {
  return readLines(prose).flatMap((line) => {
    const { text, isItem } = line;
    const ofLine = said.get(text) ?? [];
    const complaint = complaintOf(line);
    const unread: readonly SentenceRead[] =
      complaint === undefined ? [] : [{ place, text: complaint, facts: [] }];
    const read = sentencesOf(text).flatMap((sentence): SentenceRead[] => {
      const facts = [...new Set([...(said.get(sentence) ?? []), ...ofLine])];
      if (facts.length > 0)
        return [
          { place, text: sentence, facts },
          ...(saysMore(sentence, facts) ? [{ place, text: sentence, facts: [] }] : []),
        ];
      // Items of a list that was read are read with it.
      return matters(sentence) && !(isItem && hasList) ? [{ place, text: sentence, facts: [] }] : [];
    });
    return [...unread, ...read];
  });
}
