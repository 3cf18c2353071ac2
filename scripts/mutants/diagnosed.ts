/** Whether diagnoses name what is broken, and how many there are beyond what is. */
import type { DeviationKind } from '../../conformance/diagnosis/model/deviation.ts';
import type { Diagnosis } from '../../conformance/diagnosis/diagnosis.ts';
import fc from 'fast-check';
import { inProcessServer } from '../../conformance/fixtures/in-process.ts';
import { createReport } from '../../conformance/report/create/create-report.ts';
import type { Report } from '../../conformance/report/report.ts';
import { run } from '../../conformance/run/run.ts';
import type { FetchFunction } from '../../conformance/targets/fetch.ts';
import { mainOperation, type Contract } from '../../contract/contract.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { generateScenarios } from '../../scenarios/generate.ts';
import { correctServers } from './correct/correct.ts';
import type { SeededFault } from './faults/fault.ts';
import { createFaulty, faults } from './faults/faults.ts';
import { createServer, documentedParts, type ReferenceServerOptions } from './reference/server.ts';

export interface Diagnosed {
  /** Whether the first diagnosis is about the rule, the code or the property that is broken. */
  readonly isFirstRight: boolean;
  readonly sentences: readonly string[];
  /** How many failures, evidence aside, nothing explains. */
  readonly unexplained: number;
}

export interface DiagnosisStrength {
  readonly faults: readonly (Diagnosed & { readonly name: string })[];
  /** Of servers with two faults, whether both are named, as a diagnosis or as a reading. */
  readonly pairs: readonly { readonly names: readonly string[]; readonly areBothNamed: boolean }[];
  /** Correct servers with a diagnosis. */
  readonly accused: readonly string[];
}

/** How many servers with two faults are tried. */
const pairCount = 80;

/** Diagnose every faulty server, some with two faults, drawn by the seed, and every correct one. */
export async function measureDiagnoses(
  contract: Contract,
  seed: number,
  onProgress?: (done: number, total: number) => void,
): Promise<DiagnosisStrength> {
  const operation = mainOperation(contract);
  const scenarios = generateScenarios(operation, contract);
  const total = faults.length + pairCount + correctServers.length;
  let done = 0;
  const reportOf = async (create: (options: ReferenceServerOptions) => FetchFunction): Promise<Report> => {
    const target = inProcessServer(create);
    const report = createReport(await run({ contract, operation, target, seed, scenarios }));
    onProgress?.((done += 1), total);
    return report;
  };
  const alone = [];
  for (const fault of faults) {
    const report = await reportOf((options) => createFaulty(fault.name, options));
    alone.push({ name: fault.name, ...judgeDiagnoses(fault, report, operation) });
  }
  const pairs = [];
  for (const both of drawPairs(seed)) {
    const parts = both.reduce((all, { apply }) => apply(all), documentedParts);
    const report = await reportOf((options) => createServer(parts, options));
    const areBothNamed = both.every((fault) =>
      // What a fault breaks may be an assumption: then it is a reading.
      [...report.diagnoses, ...report.readings].some((diagnosis) =>
        isNamedBy(fault, diagnosis, report, operation),
      ),
    );
    pairs.push({ names: both.map(({ name }) => name), areBothNamed });
  }
  const accused = [];
  for (const { name, create } of correctServers)
    if ((await reportOf(create)).diagnoses.length > 0) accused.push(name);
  return { faults: alone, pairs, accused };
}

/** Two faults of different categories: in one part of a server one would hide the other. */
function drawPairs(seed: number): readonly (readonly SeededFault[])[] {
  const { values } = fc.sample(
    fc.record({
      values: fc.array(
        fc
          .tuple(fc.constantFrom(...faults), fc.constantFrom(...faults))
          .filter(([one, other]) => one.category !== other.category),
        { minLength: pairCount, maxLength: pairCount },
      ),
    }),
    { seed, numRuns: 1 },
  )[0] ?? { values: [] };
  return values;
}

export function printDiagnoses({ faults: alone, pairs, accused }: DiagnosisStrength): string {
  const share = (count: number, of: number): string =>
    `${count} of ${of} (${((count / of) * 100).toFixed(1)} %)`;
  const right = alone.filter(({ isFirstRight }) => isFirstRight);
  const single = alone.filter(({ sentences }) => sentences.length === 1);
  const whole = alone.filter(({ unexplained }) => unexplained === 0);
  const both = pairs.filter(({ areBothNamed }) => areBothNamed);
  return [
    '',
    'Diagnoses:',
    `  ${share(right.length, alone.length)} faults are named by the first`,
    `  ${share(single.length, alone.length)} have exactly one`,
    `  ${share(whole.length, alone.length)} leave no failure unexplained`,
    `  ${share(both.length, pairs.length)} pairs of faults are both named`,
    `  ${accused.length} correct servers have one${accused.length === 0 ? '' : `: ${accused.join(', ')}`}`,
    '',
  ].join('\n');
}

/** By which kinds of deviation a broken property is named that is no code. */
const kindsOf: Readonly<Record<string, readonly DeviationKind[]>> = {
  accepts: [
    'unexpected-refusal',
    'required',
    'enumeration',
    'pattern',
    'bound',
    'unit',
    'no-answer',
    'content',
  ],
  state: ['key', 'comparison', 'duplicate', 'left-behind', 'lost', 'not-removed', 'precondition', 'content'],
  concurrency: ['race'],
  'rate-limit': ['rate-limit'],
  'answer-shape': ['answer-shape', 'no-answer', 'content', 'status', 'gateway'],
  'request-id': ['answer-shape'],
  'content-type': ['answer-shape'],
};

function judgeDiagnoses(fault: SeededFault, report: Report, operation: Operation): Diagnosed {
  const [first] = report.diagnoses;
  return {
    isFirstRight: first !== undefined && isNamedBy(fault, first, report, operation),
    sentences: report.diagnoses.map(({ sentence }) => sentence),
    unexplained: report.unexplained.length,
  };
}

/** Whether a diagnosis names what a fault breaks: its code or its kind, and no parameter that the code has nothing to do with. */
function isNamedBy(
  { breaks, also = [] }: SeededFault,
  { kind, rule, parameter, sentence, representative }: Diagnosis,
  { failures }: Report,
  operation: Operation,
): boolean {
  const shown = failures.find(({ id }) => id === representative);
  const codes = [
    rule,
    operation.rules.find(({ id }) => id === rule)?.error,
    ...operation.preconditions.flatMap(({ collection, error }) => (collection === rule ? [error] : [])),
    shown?.exercises,
    shown?.expected.code,
    shown?.answered.code,
  ];
  return [breaks, ...also].some(
    (label) =>
      kindsOf[label]?.includes(kind) === true ||
      ((codes.includes(label) || sentence.includes(label)) && isParameterOf(label, parameter, operation)),
  );
}

/** Whether rules that mean a code are about a parameter, be it in another list; true where either is about none. */
function isParameterOf(code: string, parameter: string | null, { rules, preconditions }: Operation): boolean {
  const known = [
    ...rules
      .filter(({ error }) => error === code)
      .flatMap(({ path, limit }) => [...path, ...(typeof limit === 'string' ? [limit] : [])]),
    ...preconditions.filter(({ error }) => error === code).flatMap(({ key }) => key),
  ];
  if (parameter === null || known.length === 0) return true;
  return parameter.split(/, | or |\./).some((part) => part !== 'N' && known.includes(part));
}
