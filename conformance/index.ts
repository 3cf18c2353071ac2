/** The conformance runner, for those outside the project. */
export { run as runConformance, UnreachableError, type Run, type RunOptions } from './run/run.ts';
export { select as selectScenarios, SelectionError } from './run/select.ts';
export { createReport } from './report/create/create-report.ts';
export { mergeReports } from './report/create/merge.ts';
export type { CodeReport, Failure, Report, ScenarioReport } from './report/report.ts';
export { compareRuns, type Comparison } from './compare/compare.ts';
export { printComparison } from './compare/terminal.ts';
export { markKnownFailures, readKnownFailures, type KnownFailure } from './report/create/known-failures.ts';
export { printReport } from './report/formats/terminal.ts';
export { isReportFormat, reportFormats, type FormatOptions, type ReportFormat } from './report/formats.ts';
export { createFetchTarget, type FetchFunction } from './targets/fetch.ts';
export { createHttpTarget, HostError } from './targets/http.ts';
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
