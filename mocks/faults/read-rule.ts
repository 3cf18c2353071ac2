/** Reads fault rules, which come from flags, files, headers and other programs as well as from typed code. */
import { isObject } from '../../contract/json.ts';
import { instantOf } from '../../contract/schema/instant.ts';
import type { Contract } from '../../contract/contract.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import type { Shape } from '../../contract/wire/shape.ts';
import { suggestion } from '../../contract/text/nearest.ts';
import { findUnknownName } from '../gateway/known-parameters.ts';
import { faultNames, settingsOf, type Distribution, type FaultName, type ReadFaultRule } from './rule.ts';
import { MisuseError } from '../../contract/text/misuse-error.ts';

const selectors = ['operation', 'where', 'nth', 'times', 'probability', 'between'] as const;

/** Throws MisuseError, in one sentence, for an invalid rule. */
export function readFaultRule(value: unknown, contract: Contract): ReadFaultRule {
  if (!isObject(value))
    throw new MisuseError(
      `Failed to read fault ${JSON.stringify(value)}: it is no object. Write it like { fault: 'answer-lost' }.`,
    );
  const rule: Readonly<Record<string, unknown>> = value;
  const name = readName(rule['fault']);
  const known: readonly string[] = ['fault', ...selectors, ...settingsOf[name]];
  const unknown = Object.keys(rule).find((member) => rule[member] !== undefined && !known.includes(member));
  if (unknown !== undefined)
    throw misread(name, `it has no "${unknown}"`, suggestion(unknown, known.slice(1)));
  const { operation, where, between } = rule;
  if (operation !== undefined && typeof operation !== 'string')
    throw misread(name, '"operation" is no text', 'Give it the name of an operation');
  if (where !== undefined && !isObject(where))
    throw misread(name, '"where" is no object of parameters', 'Write it like { Name: a }');
  const stranger = findUnknownName({ operation, where }, contract);
  if (stranger) throw misread(name, stranger.problem, stranger.wayOut);
  for (const member of ['nth', 'times'])
    requireNumber(
      name,
      rule,
      member,
      (number) => Number.isInteger(number) && number >= 1,
      'a whole number from 1',
    );
  requireNumber(name, rule, 'probability', (number) => number >= 0 && number <= 1, 'a number from 0 to 1');
  if (between !== undefined) readBetween(name, between);
  readSettings(name, rule, contract, typeof operation === 'string' ? operation : undefined);
  return rule as unknown as ReadFaultRule; // all of its members were looked at
}

/** Throws MisuseError for a fault that does not exist. */
export function readName(value: unknown): FaultName {
  const name = faultNames.find((one) => one === value);
  if (name) return name;
  throw new MisuseError(
    `Failed to read fault "${String(value)}": there is no such fault. ${suggestion(String(value), faultNames)}`,
  );
}

/** Throws MisuseError for a setting that is malformed or missing. */
export function readSettings(
  name: FaultName,
  rule: Readonly<Record<string, unknown>>,
  contract: Contract,
  operation: string | undefined,
): void {
  const atLeast0 = (number: number): boolean => number >= 0 && number < 2 ** 53;
  for (const member of ['latencyMs', 'retryAfterMs'])
    requireNumber(name, rule, member, atLeast0, 'a number of milliseconds');
  // The announced length may be too long or too short.
  const isBytes = (number: number): boolean => number >= 0 || name === 'wrong-content-length';
  requireNumber(
    name,
    rule,
    'bytes',
    (number) => Number.isSafeInteger(number) && isBytes(number),
    'a whole number of bytes',
  );
  const { latencyMs, distribution, error, contentType } = rule;
  if (contentType !== undefined && (typeof contentType !== 'string' || !/^[\x20-\x7e]+$/.test(contentType)))
    throw misread(name, '"contentType" is no text that a header can hold', 'Write it like text/plain');
  if (distribution !== undefined) readDistribution(name, distribution);
  if (latencyMs !== undefined && distribution !== undefined)
    throw misread(name, 'it has both "latencyMs" and "distribution"', 'Leave one of them out');
  if ((name === 'latency' || name === 'slow-body') && latencyMs === undefined && distribution === undefined)
    throw misread(name, 'nothing says how long', 'Give it "latencyMs"');
  if (name !== 'error') return;
  if (typeof error !== 'string') throw misread(name, '"error" is missing', 'Give it a code of the contract');
  const asked = operation === undefined ? undefined : contract.get(operation);
  const operations = asked ? [asked] : [...contract.values()];
  if (!operations.some((one) => hasError(one, error)))
    throw misread(
      name,
      `the contract has no error "${error}"`,
      suggestion(
        error,
        operations.flatMap(({ errors }) => errors.documented.map(({ code }) => code)),
      ),
    );
}

/** A code made from a template, such as `Missing{name}`, must name an existing parameter. */
function hasError({ errors, shape, commonParameters }: Operation, code: string): boolean {
  const row = errors.find(code);
  if (!row) return false;
  const [before = '', after] = row.template.split('{name}');
  if (after === undefined) return true;
  const name = code.slice(before.length, code.length - after.length);
  return namesIn(shape).has(name) || commonParameters.some((parameter) => parameter.name === name);
}

function namesIn(shape: Shape, names = new Set<string>()): ReadonlySet<string> {
  if (shape.kind === 'list') return namesIn(shape.item, names);
  if (shape.kind === 'object')
    for (const [name, member] of shape.members) {
      names.add(name);
      namesIn(member, names);
    }
  return names;
}

function readDistribution(name: FaultName, value: unknown): asserts value is Distribution {
  const distribution: Readonly<Record<string, unknown>> = isObject(value) ? value : {};
  const number = (member: string): number => {
    const given = distribution[member];
    return typeof given === 'number' && given < 2 ** 53 ? given : Number.NaN;
  };
  const { kind, sigma } = distribution;
  const known = ['kind', ...(kind === 'uniform' ? ['minMs', 'maxMs'] : ['medianMs', 'sigma'])];
  const stranger = Object.keys(distribution).find((member) => !known.includes(member));
  if (stranger !== undefined && (kind === 'uniform' || kind === 'lognormal'))
    throw misread(name, `a ${kind} distribution has no "${stranger}"`, suggestion(stranger, known));
  if (kind === 'uniform' && number('minMs') >= 0 && number('maxMs') >= number('minMs')) return;
  if (kind === 'lognormal' && number('medianMs') > 0 && (sigma === undefined || number('sigma') >= 0)) return;
  throw misread(
    name,
    '"distribution" is not valid',
    'Use { kind: uniform, minMs, maxMs } or { kind: lognormal, medianMs, sigma }',
  );
}

function readBetween(name: FaultName, value: unknown): void {
  const instants = Array.isArray(value) ? value.map(instantOf) : [];
  const [from = Number.NaN, to = Number.NaN] = instants;
  if (instants.length !== 2 || Number.isNaN(from) || Number.isNaN(to))
    throw misread(name, '"between" is no pair of points in time', 'Write them like 2026-01-01T00:00:00Z');
  if (to <= from) throw misread(name, '"between" ends before it begins', 'Give the earlier point first');
}

function requireNumber(
  name: FaultName,
  rule: Readonly<Record<string, unknown>>,
  member: string,
  isRight: (number: number) => boolean,
  wanted: string,
): void {
  const value = rule[member];
  if (value === undefined || (typeof value === 'number' && isRight(value))) return;
  throw misread(name, `"${member}" is not ${wanted}`, 'Correct it');
}

export function misread(name: FaultName, problem: string, wayOut: string): MisuseError {
  const end = /[.?]$/.test(wayOut) ? '' : '.';
  return new MisuseError(`Failed to read fault "${name}": ${problem}. ${wayOut}${end}`);
}
