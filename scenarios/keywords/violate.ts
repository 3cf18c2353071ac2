/** All ways to break one rule: those that the contract names, or else one at each boundary. */
import type { Evidence } from '../../contract/evidence.ts';
import { isObject, type Json } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import type { Keyword } from '../../contract/schema/keyword-names.ts';
import type { Rule } from '../../contract/schema/rules.ts';
import { listOf, show, value, type Case } from './case.ts';
import { keywordCases } from './keyword-cases.ts';
import { nearlyListed } from './scalar-cases.ts';

/** Values that the contract lists in `x-refuses` replace generated ones. Empty where no value is known that breaks the rule alone. */
export function waysToBreak(operation: Operation, rule: Rule): readonly Case[] {
  const given = givenCases(rule);
  const usual = given.length > 0 ? given : keywordCases[rule.keyword].broken(rule, operation);
  return rule.keyword === 'enum' ? [...usual, ...nearlyListed(rule, operation)] : usual;
}

/** Entries of `x-refuses` for this rule: those for its keyword or, without `for`, for any keyword about the value's form. */
export function givenCases(rule: Rule): readonly Case[] {
  return listOf(rule.schema['x-refuses'] ?? [])
    .filter(isObject)
    .filter(
      (entry) => entry['for'] === rule.keyword || (entry['for'] === undefined && isAboutForm(rule.keyword)),
    )
    .map((entry): Case => {
      const wrong: Json = entry['value'] ?? '';
      const evidence = entry['x-evidence'] as Evidence | undefined; // checked when the rule was read
      const others = isObject(entry['with']) ? Object.entries(entry['with']) : [];
      const wrongly = value(String(entry['x-id']), `${String(entry['title'])}, ${show(wrong)}`, wrong);
      return {
        ...wrongly,
        apply: (draft, place) => {
          for (const [name, other] of others) draft[name] = other;
          wrongly.apply(draft, place);
        },
        ...(evidence && { evidence }),
      };
    });
}

function isAboutForm(keyword: Keyword): boolean {
  return keyword === 'pattern' || keyword === 'enum' || keyword === 'format';
}
