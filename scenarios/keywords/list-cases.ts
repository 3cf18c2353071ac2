/** Cases of keywords about lists: how many items, and which of them may be alike. */
import { isArray } from '../../contract/json.ts';
import type { Keyword } from '../../contract/schema/keyword-names.ts';
import { changed, show, value, type Case, type KeywordCases } from './case.ts';
import { enumAt, validValue, type Draft, type DraftValue } from '../requests/draft.ts';
import { differentItems, itemsFor, itemWith, kindsOf, mostItems } from '../requests/items.ts';

export const listCases = {
  minItems: {
    broken: (rule, operation) => {
      const count = Number(rule.limit) - 1;
      return [value('', `with ${items(count)}, one less than allowed`, itemsFor(operation, rule, count))];
    },
    allowed: (rule, operation) => [
      value(
        'fewest-items',
        `with ${items(Number(rule.limit))}, the fewest allowed`,
        itemsFor(operation, rule, Number(rule.limit)),
      ),
    ],
  },
  maxItems: {
    broken: (rule, operation) => {
      const count = Number(rule.limit) + 1;
      // With more items than kinds, one kind is there twice.
      if (mostDifferent(operation, rule.path) < count) return [];
      return [value('', `with ${count} items, one more than allowed`, itemsFor(operation, rule, count))];
    },
    allowed: (rule, operation) => {
      const most = mostItems(operation, rule.path);
      return [value('most-items', `with ${most} items, the most allowed`, itemsFor(operation, rule, most))];
    },
  },
  uniqueItems: {
    broken: (rule, operation) => {
      const [first = 'value'] = itemsFor(operation, rule, 1);
      return mostItems(operation, rule.path) < 2
        ? []
        : [value('', 'with the same item twice', [first, first])];
    },
    allowed: (rule, operation) => {
      const count = Math.min(3, mostItems(operation, rule.path));
      return [value('all-different', `with ${items(count)} that differ`, itemsFor(operation, rule, count))];
    },
  },
  'x-unique-by': {
    broken: (rule, operation) => {
      // In a list of one item no kind can be repeated.
      if (mostItems(operation, rule.path) < 2) return [];
      const property = String(rule.limit);
      const path = [...rule.path, '[]', property];
      const usual = validValue(operation, path); // a member of an item is plain
      const listed = enumAt(operation, path);
      const second =
        listed.find((one) => one !== usual) ?? kindsOf(operation, rule.path)?.valueAt(1) ?? usual;
      const repeated = (slug: string, title: string, values: readonly DraftValue[], alike = false): Case =>
        changed(slug, title, (old) => {
          const first = isArray(old) ? (old[0] as Draft) : {}; // items that are unique by a member are objects
          const items = values.map((one) => ({
            ...(itemWith(operation, rule, { [property]: one }) as Draft),
            ...structuredClone(first),
            [property]: one,
          }));
          return alike ? items : items.map((item, index) => withOtherTexts(item, property, index));
        });
      return [
        ...(listed.length > 0 ? listed : [usual]).map((member) =>
          repeated(String(member), `with ${show(member)} twice`, [member, member]),
        ),
        repeated('alike', 'with the same item twice', [usual, usual], true),
        ...(mostItems(operation, rule.path) < 3
          ? []
          : [
              repeated('apart', `with ${show(usual)} twice, ${show(second)} between them`, [
                usual,
                second,
                usual,
              ]),
            ]),
      ];
    },
    allowed: () => [],
  },
} as const satisfies Partial<Record<Keyword, KeywordCases>>;

function items(count: number): string {
  return `${count} item${count === 1 ? '' : 's'}`;
}

/** The greatest number of items of which no two are equal, whatever `maxItems` says. */
function mostDifferent(
  operation: Parameters<typeof kindsOf>[0],
  path: Parameters<typeof kindsOf>[1],
): number {
  return kindsOf(operation, path)?.count ?? differentItems(operation, path);
}

/** An item whose texts, all but one, begin otherwise than those of the items before it. */
function withOtherTexts(item: Draft, property: string, index: number): Draft {
  const changed = Object.entries(item).map(([name, old]) => [
    name,
    typeof old === 'string' && name !== property ? `${'x'.repeat(index)}${old}` : old,
  ]);
  return Object.fromEntries(changed) as Draft; // of its own entries
}
