/** Scenarios as self-contained JSON: replaying it needs neither the contract nor this project. See docs/scenarios.md. */
import type { Contract } from '../contract/contract.ts';
import type { Operation } from '../contract/operation/operation.ts';
import type { Fixtures } from './scenario/placeholders.ts';
import { success, type Act, type Scenario, type Step } from './scenario/scenario.ts';

/** An answer that conforms; `message` may hold `%s` for any text. */
export interface ExportedAnswer {
  readonly code: string;
  readonly status: number;
  readonly message?: string;
}

export type ExportedStep = Step & {
  /** Query parameters that every call of the operation has. */
  readonly query: Readonly<Record<string, string>>;
  /** The parameter that identifies the calling account. */
  readonly account?: string;
  /** The answers that `expect` names, with status and message. */
  readonly answers: readonly ExportedAnswer[];
};

/** `fixtures` are the values of the scenarios' placeholders, by name, unless the target has others. */
export function exportScenarios(
  scenarios: readonly Scenario[],
  contract: Contract,
  fixtures: Fixtures,
): readonly object[] {
  const withAnswers = (step: Step): ExportedStep => exportStep(step, contract.get(step.operation));
  return scenarios.map((scenario) => {
    const exported = {
      ...scenario,
      arrange: scenario.arrange.map(withAnswers),
      act: exportAct(scenario.act, withAnswers),
    };
    return { ...exported, fixtures: fixturesIn(JSON.stringify(exported), fixtures) };
  });
}

function exportAct(act: Act, withAnswers: (step: Step) => ExportedStep): object {
  return 'steps' in act
    ? { ...act, steps: act.steps.map(withAnswers) }
    : { ...act, step: withAnswers(act.step) };
}

function exportStep(step: Step, operation: Operation | undefined): ExportedStep {
  const byRole: Readonly<Record<string, string | undefined>> = {
    action: operation?.action,
    version: operation?.version,
    format: 'JSON',
  };
  const common = operation?.commonParameters ?? [];
  const account = common.find(({ role }) => role === 'account')?.name;
  return {
    ...step,
    query: Object.fromEntries(
      common.flatMap(({ name, role }) => (byRole[role] === undefined ? [] : [[name, byRole[role]]])),
    ),
    ...(account === undefined ? {} : { account }),
    answers: step.expect.map((code) => answerOf(code, operation)),
  };
}

function answerOf(code: string, operation: Operation | undefined): ExportedAnswer {
  const row = code === success ? undefined : operation?.errors.find(code);
  return row ? { code, status: row.status, message: row.message } : { code, status: 200 };
}

function fixturesIn(json: string, fixtures: Fixtures): Fixtures {
  return Object.fromEntries(Object.entries(fixtures).filter(([name]) => json.includes(`fixture.${name}`)));
}
