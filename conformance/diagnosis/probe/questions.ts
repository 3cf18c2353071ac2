/** Calls that were sent, written again as steps with changes. */
import type { Rule } from '../../../contract/schema/rules.ts';
import { success, type Step } from '../../../scenarios/scenario/scenario.ts';
import type { Fact } from '../model/facts.ts';

export type SentParameters = Readonly<Record<string, string>>;

/** Makes steps of the calls of one run; `prefix` is what the names that it made begin with. */
export interface StepWriter {
  /** Whether the call has a name that the run made: with another one it meets no record of before. */
  readonly isOwn: (fact: Fact) => boolean;
  /** The same call with other parameters, where they are given. */
  readonly write: (fact: Fact, parameters?: SentParameters) => Step;
}

export function createStepWriter(prefix: string): StepWriter {
  const own = new RegExp(`${prefix.replaceAll(/[^\w-]/g, String.raw`\$&`)}-[0-9a-z]+`, 'g');
  return {
    isOwn: ({ call }) => Object.values(call.parameters).some((value) => value.includes(`${prefix}-`)),
    write: ({ call, operation }, parameters = call.parameters) => ({
      operation: operation.name,
      parameters: Object.fromEntries(
        Object.entries(parameters).map(([name, value]) => [name, value.replaceAll(own, '${unique}')]),
      ),
      via: call.via === 'form' ? 'form' : call.method === 'GET' ? 'get' : 'query',
      expect: [success],
    }),
  };
}

/** The names on the wire of the values that a rule is about. */
export function namesAt({ call }: Fact, { path }: Rule): readonly string[] {
  const pattern = new RegExp(
    `^${path.map((step) => (step === '[]' ? String.raw`\d+` : step)).join(String.raw`\.`)}$`,
  );
  return Object.keys(call.parameters).filter((name) => pattern.test(name));
}

/** Names that belong together: those of one item of a list. */
function groupOf(name: string): string {
  return /^[^.]+\.\d+/.exec(name)?.[0] ?? name;
}

export function withGroup(parameters: SentParameters, group: string, from: SentParameters): SentParameters {
  const kept = Object.entries(parameters).filter(([name]) => groupOf(name) !== group);
  const taken = Object.entries(from).filter(([name]) => groupOf(name) === group);
  return Object.fromEntries([...kept, ...taken]);
}

/** Groups in which two calls differ. */
export function differingGroups(one: SentParameters, other: SentParameters): readonly string[] {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...new Set([...names].filter((name) => one[name] !== other[name]).map(groupOf))];
}
