/** Small changes of the parts, from which faulty and differently correct servers are put together. */
import type { Choices } from './choices.ts';
import type {
  AddConfig,
  ReferenceCheck,
  ErrorEntry,
  Limits,
  ReferenceOperation,
  ReferenceOutcome,
  ReferenceParts,
  PlainAnswer,
  PartsVariation,
} from './parts.ts';
import type { RecordConfig } from './record-config.ts';

/** Variations one after the other, the first first. */
export function all(...variations: readonly PartsVariation[]): PartsVariation {
  return (parts) => variations.reduce((varied, vary) => vary(varied), parts);
}

/** Plain replacement of parts. */
export function using(change: Partial<ReferenceParts>): PartsVariation {
  return (parts) => ({ ...parts, ...change });
}

export function choosing(choice: Partial<Choices>): PartsVariation {
  return (parts) => ({ ...parts, choices: { ...parts.choices, ...choice } });
}

export function limiting(change: Partial<Limits>): PartsVariation {
  return (parts) => ({ ...parts, limits: { ...parts.limits, ...change } });
}

/** Drops every check with the code, so that it is never produced. */
export function without(code: string): PartsVariation {
  return changingChecks(
    ({ checks }) => checks.filter((check) => check.code !== code),
    (check) => check.code === code,
  );
}

export function withoutRule(rule: string): PartsVariation {
  return changingChecks(
    ({ checks }) => checks.filter((check) => check.rule !== rule),
    (check) => check.rule === rule,
  );
}

export function replacing(rule: string, refuses: ReferenceCheck['refuses']): PartsVariation {
  return changingChecks(
    ({ checks }) => checks.map((check) => (check.rule === rule ? { ...check, refuses } : check)),
    (check) => check.rule === rule,
  );
}

/** Shows the checks with the code a changed configuration: what they overlook. */
export function seeing(code: string, view: (config: RecordConfig) => RecordConfig): PartsVariation {
  return changingChecks(
    ({ checks }) =>
      checks.map((check) =>
        check.code === code
          ? { ...check, refuses: (config, world) => check.refuses(view(config), world) }
          : check,
      ),
    (check) => check.code === code,
  );
}

/** Refuses more, after everything else has been checked. A code without an entry of its own gets a plain one. */
export function refusing(code: string, refuses: ReferenceCheck['refuses']): PartsVariation {
  return (parts) => ({
    ...parts,
    checks: [...parts.checks, { rule: `more-${code}`, code, refuses }],
    errors: {
      [code]: { status: 400, Code: code, Message: 'Specified parameter is not valid.' },
      ...parts.errors,
    },
  });
}

function changingChecks(
  change: (parts: ReferenceParts) => readonly ReferenceCheck[],
  concerns: (check: ReferenceCheck) => boolean,
): PartsVariation {
  return (parts) => {
    if (!parts.checks.some(concerns)) throw new Error('Failed to vary the checks: none is concerned.');
    return { ...parts, checks: change(parts) };
  };
}

/** Changes how one code is answered, wherever it is produced. */
export function answeringCode(code: string, change: Partial<ErrorEntry>): PartsVariation {
  return (parts) => {
    const entry = parts.errors[code];
    if (!entry) throw new Error(`Failed to vary "${code}": the error table has no such code.`);
    return { ...parts, errors: { ...parts.errors, [code]: { ...entry, ...change } } };
  };
}

/** Changes every answer after it has been shaped. */
export function reshaping(
  change: (answer: PlainAnswer, outcome: ReferenceOutcome) => PlainAnswer,
): PartsVariation {
  return (parts) => ({
    ...parts,
    shape: (outcome, requestId, errors) => change(parts.shape(outcome, requestId, errors), outcome),
  });
}

/** Changes how a configuration is added. `wrap` is called once per server, so it may keep state. */
export function adding(wrap: (add: AddConfig) => AddConfig): PartsVariation {
  return (parts) => ({ ...parts, createAddConfig: () => wrap(parts.createAddConfig()) });
}

/** Plays another operation under an action. */
export function exchanging(action: string, operation: ReferenceOperation): PartsVariation {
  return (parts) => ({ ...parts, operations: { ...parts.operations, [action]: operation } });
}

/** Changes the key under which configurations are stored and looked up. */
export function keyedBy(keyOf: (config: RecordConfig) => readonly unknown[]): PartsVariation {
  return using({ keyOf: (config) => JSON.stringify(keyOf(config)) });
}
