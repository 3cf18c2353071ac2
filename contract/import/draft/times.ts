/** Two points in time of one request: where a code says that the end does not fit, it lies behind the start. */
import type { JsonObject } from '../../json.ts';
import type { CodeReading } from './codes.ts';
import { nameOf, scalars } from './families.ts';

const whole = 'yyyy-MM-ddTHH:mm:ssZ';

/** `InvalidEndTime.Mismatch`: the order follows from the names; nothing is drafted where the examples break it. */
export function draftOrderOfTimes(page: JsonObject, codes: readonly CodeReading[]): readonly JsonObject[] {
  const times = scalars(page).filter(({ format, when }) => format === whole && when === undefined);
  return times.flatMap((end): JsonObject[] => {
    const name = nameOf(end);
    if (!name.startsWith('End')) return [];
    const start = times.find((one) => nameOf(one) === name.replace(/^End/, 'Start'));
    const code = codes.find(
      ({ code: text, subjects }) =>
        /Mismatch|MissMatch/i.test(text) && subjects.some(({ place }) => place === name),
    );
    if (!start || !code || String(end['example'] ?? '9') <= String(start['example'] ?? '0')) return [];
    return [
      {
        target: `$.components.schemas.Request.properties['${name}']`,
        update: {
          allOf: [
            {
              'x-after': nameOf(start),
              'x-error': code.code,
              'x-evidence': 'implied',
              'x-source': `Request parameters, ${name}; Error codes, ${code.code}`,
            },
          ],
        },
      },
    ];
  });
}
