/**
 * The conformance runner, for programs. A gate for CI in ten lines, which ends with 1 where the server falls short:
 *
 *     const contract = readContract();
 *     const operation = mainOperation(contract);
 *     await using target = createHttpTarget('http://127.0.0.1:4010', { anyAccount: true });
 *     const run = await runConformance({ contract, operation, target, seed: 1 });
 *     const report = createReport(run, { failOn: 'implied' });
 *     await writeFile('report.xml', reportFormats.junit(report));
 *     console.log(printReport(report));
 *     process.exitCode = report.failures.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
 *
 * A target of one's own is whatever answers a call: a function with `createFetchTarget`, an address with `createHttpTarget`, and
 * anything else with `defineTarget`, which is sent a method, a path, headers and a body, and says what came back.
 */
export { MisuseError } from '../contract/text/misuse-error.ts';
export { run as runConformance, type Run } from './run/run.ts';
export { UnreachableError } from './run/reach.ts';
export type { RunOptions } from './run/run-options.ts';
export { select as selectScenarios, SelectionError } from './run/select.ts';
export { createReport } from './report/create/create-report.ts';
export { mergeReports } from './report/create/merge.ts';
export type { CodeReport, Failure, Report, ScenarioReport } from './report/report.ts';
export { compareRuns, type Comparison } from './compare/compare.ts';
export { printComparison } from './compare/terminal.ts';
export {
  KnownFailuresError,
  markKnownFailures,
  readKnownFailures,
  type KnownFailure,
} from './report/create/known-failures.ts';
export { printReport } from './report/formats/terminal.ts';
export { isReportFormat, reportFormats, type FormatOptions, type ReportFormat } from './report/formats.ts';
export { createFetchTarget, type FetchFunction, type FetchTargetOptions } from './targets/fetch.ts';
export { createHttpTarget, HostError, type HttpTargetOptions } from './targets/http.ts';
export {
  createVirtualClock,
  defineTarget,
  realClock,
  type Answer,
  type Call,
  type Target,
  type TargetClock,
} from './targets/target.ts';
export type { Verdict } from './run/judge/judge.ts';
