/** Cases of keywords about points in time. */
import { formatInstant, parseInstant } from '../../contract/schema/instant.ts';
import type { Keyword } from '../../contract/schema/keyword-names.ts';
import type { Place } from '../../contract/schema/violations.ts';
import { none, value, type Case, type KeywordCases } from './case.ts';
import { setAt, validValue, type Draft } from '../requests/draft.ts';

const day = 86_400;

const past: readonly Case[] = [
  value('', '30 days in the past', `\${now-${30 * day}}`),
  { ...value('a-minute', 'a minute in the past', '${now-60}'), evidence: 'assumed' },
];

export const timeCases = {
  'x-not-before': { broken: () => past, allowed: none },
  'x-after': {
    broken: (rule, operation) => {
      // Less than half a day, so that a time of another zone is noticed.
      if (rule.limit === 'now') return [...past, value('hours', '6 hours in the past', `\${now-${day / 4}}`)];
      const sibling = String(rule.limit);
      const bound = validValue(operation, [...rule.path.slice(0, -1), sibling]);
      const before = (seconds: number) => (draft: Draft, place: Place) => {
        setAt(draft, [...place.slice(0, -1), sibling], bound);
        setAt(draft, place, earlier(String(bound), seconds));
      };
      return [
        { slug: '', title: `an hour before ${sibling}`, apply: before(3600) },
        { slug: 'a-second-before', title: `a second before ${sibling}`, apply: before(1) },
        { slug: 'equal', title: `equal to ${sibling}`, apply: before(0) },
      ];
    },
    allowed: none,
  },
} as const satisfies Partial<Record<Keyword, KeywordCases>>;

/** `${now+86400}` becomes `${now+82800}`; a fixed point in time is moved as such. */
function earlier(instant: string, seconds: number): string {
  const relative = /^\$\{now([+-]\d+)\}$/.exec(instant)?.[1];
  if (relative === undefined) return formatInstant((parseInstant(instant) ?? 0) - seconds * 1000);
  const moved = Number(relative) - seconds;
  return `\${now${moved < 0 ? '' : '+'}${moved}}`;
}
