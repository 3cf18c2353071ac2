/** What tells targets apart, in the words of their diagnoses. */
import { compareEvidence } from '../../contract/evidence.ts';
import type { Diagnosis, DiagnosedDeviation } from '../diagnosis/diagnosis.ts';
import type { Report } from '../report/report.ts';

/** One matter in which targets differ. */
export interface Distinction extends DiagnosedDeviation {
  /** Each target by its name, such as `prism remembers nothing; mock is as documented.` */
  readonly sentence: string;
  /** The diagnosis of each target, in their order; null where it is as documented. */
  readonly sentences: readonly (string | null)[];
}

interface PlacedDiagnosis {
  readonly position: number;
  readonly diagnosis: Diagnosis;
}

/** The strongest first; what is wrong with all targets in the same way tells none of them apart. */
export function distinctionsOf(reports: readonly Report[]): readonly Distinction[] {
  const found = reports.flatMap(({ diagnoses, readings }, position) =>
    [...diagnoses, ...readings].map((diagnosis): PlacedDiagnosis => ({ position, diagnosis })),
  );
  const names = reports.map(({ target }) => target);
  return [...Map.groupBy(found, ({ diagnosis }) => subjectOf(diagnosis)).values()]
    .map((group) => group.toSorted((a, b) => compareDiagnoses(a.diagnosis, b.diagnosis)))
    .toSorted(([a], [b]) => (a && b ? compareDiagnoses(a.diagnosis, b.diagnosis) : 0))
    .flatMap((group) => distinctionIn(group, names));
}

/** What a diagnosis is about: the limit of calls is one matter, however many ways there are to miss it. */
function subjectOf({ kind, rule, parameter, sentence }: Diagnosis): string {
  return JSON.stringify([kind, rule, parameter, rule === null && parameter === null ? sentence : null]);
}

function compareDiagnoses(a: Diagnosis, b: Diagnosis): number {
  return compareEvidence(a.evidence, b.evidence) || b.explains.length - a.explains.length;
}

function distinctionIn(group: readonly PlacedDiagnosis[], names: readonly string[]): readonly Distinction[] {
  const [first] = group;
  const sentences = names.map(
    (_, position) => group.find((one) => one.position === position)?.diagnosis.sentence ?? null,
  );
  if (!first || new Set(sentences).size === 1) return [];
  const { kind, rule, parameter, evidence } = first.diagnosis;
  const said = [...Map.groupBy(names.keys(), (position) => sentences[position] ?? '')].toSorted(
    ([a], [b]) => Number(a === '') - Number(b === ''),
  );
  const parts = said.map(([sentence, positions]) => {
    const who = positions.map((position) => names[position] ?? '');
    return sentence === ''
      ? `${listed(who)} ${who.length === 1 ? 'is' : 'are'} as documented`
      : tell(sentence, who);
  });
  return [{ kind, rule, parameter, evidence, sentence: `${parts.join('; ')}.`, sentences }];
}

/** A sentence about "your server", told of targets by their names. */
function tell(sentence: string, who: readonly string[]): string {
  const words = sentence.replace(/\.$/, '');
  const own = /^Your server's /.exec(words)?.[0];
  const [name = ''] = who;
  if (who.length === 1) return words.replace(/^Your server/, () => name);
  return own === undefined
    ? words.replace(/^Your server/, () => `${listed(who)}: each`)
    : `${listed(who)}: the ${words.slice(own.length)}`;
}

export function listed(names: readonly string[]): string {
  return [...names.slice(0, -2), names.slice(-2).join(' and ')].join(', ');
}
