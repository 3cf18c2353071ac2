/** Why a call was answered as it was, and what to change: what `mock.explain` finds, for a person who can act on it. */
import type { Contract } from '../../contract/contract.ts';
import type { JsonObject } from '../../contract/json.ts';
import type { SentRequest } from '../../contract/wire/curl.ts';
import { encodeParameters, type Pair } from '../../contract/wire/parameters.ts';
import { encodePairs } from '../../contract/wire/percent-encoding.ts';
import type { SeenValue } from '../explain/explain.ts';
import type { Fix, ParameterChange } from '../explain/fix.ts';
import { readPairs } from '../gateway/pairs.ts';
import { isRedacted, type JournalEntry } from '../journal/journal.ts';
import type { AwaitedFetchMock } from '../mock.ts';
import { answerJson, type AdminAnswer } from './answer.ts';
import type { ShownDifference, RecordLink, ShownExplanation } from './bodies.ts';
import { findEntry, isThrottled, recordOf, unknownRequest } from './requests.ts';

/** `GET /requests/{id}/explain`. */
export async function explainEntry(mock: AwaitedFetchMock, id: string): Promise<AdminAnswer> {
  const entry = findEntry(mock, id);
  if (!entry) return unknownRequest(id);
  const { saw, violations, fix } = await mock.explain(entry);
  const { decision } = entry;
  const throttled = decision.kind === 'refused' && isThrottled(decision.rule);
  const explanation: ShownExplanation = {
    id: entry.id,
    sentence: throttled ? sentenceOfRate(entry, mock) : sentenceOf(entry, mock.contract, saw, violations),
    saw,
    violations,
    fix: fix ? { changes: shownChanges(fix.changes), call: callWith(entry, fix) } : null,
    record: await recordShown(entry, mock, saw),
    nearest: decision.kind === 'accepted' ? null : nearestAccepted(entry, mock),
  };
  return answerJson(explanation);
}

/** What is wrong, or which record is in the way; the error's message where nothing more is known. */
function sentenceOf(
  { decision, operation: name }: JournalEntry,
  contract: Contract,
  saw: readonly SeenValue[],
  violations: readonly { readonly rule: string; readonly sentence: string }[],
): string {
  if (decision.kind !== 'refused') return '';
  const broken = violations.find(({ rule }) => rule === decision.rule);
  if (broken) return broken.sentence;
  const operation = contract.get(name ?? '') ?? [...contract.values()][0];
  const record = saw.find((one) => one.kind === 'record');
  const precondition = operation?.preconditions.find(({ error }) => error === decision.error);
  if (decision.by === 'state' && record && precondition && precondition.kind !== 'near') {
    const named = `${record.collection} "${Object.values(record.key).join(' / ')}"`;
    return precondition.kind === 'absent' ? `There is ${named} already.` : `There is no ${named}.`;
  }
  return operation?.errors.find(decision.error)?.message ?? '';
}

/** Such as `31st of 30 calls in 1 s.` */
function sentenceOfRate(entry: JournalEntry, { contract, journal }: AwaitedFetchMock): string {
  const limit = contract.get(entry.operation ?? '')?.rateLimit;
  if (!limit) return '';
  const counted = journal
    .requests({ operation: entry.operation ?? '' })
    .filter(
      ({ id, at, account }) =>
        account === entry.account && id <= entry.id && at > entry.at - limit.perMs && at <= entry.at,
    ).length;
  return `${ordinal(counted)} of ${limit.requests} calls in ${limit.perMs / 1000} s.`;
}

function ordinal(count: number): string {
  const ending = new Intl.PluralRules('en', { type: 'ordinal' }).select(count);
  return count + ({ one: 'st', two: 'nd', few: 'rd' }[ending as string] ?? 'th');
}

/** JSON has no undefined: what is to be left out, and what was missing, is null. */
function shownChanges(changes: readonly ParameterChange[]): NonNullable<ShownExplanation['fix']>['changes'] {
  return changes.map(({ parameter, from, to }) => ({ parameter, from: from ?? null, to: to ?? null }));
}

/** The record that a refused call ran into, or that an accepted one is about. */
async function recordShown(
  entry: JournalEntry,
  { contract, state }: AwaitedFetchMock,
  saw: readonly SeenValue[],
): Promise<RecordLink | null> {
  const { account, decision, operation } = entry;
  const seen = saw.find((one) => one.kind === 'record');
  const isThere = (record: JsonObject): boolean =>
    Object.entries(seen?.key ?? {}).every(([field, value]) => record[field] === value);
  // What only the world says exists is no record that could be shown.
  if (seen && (await state.records({ ...seen, account })).some(isThere))
    return { account, collection: seen.collection, key: seen.key, effect: 'in the way' };
  const made = decision.kind === 'accepted' ? recordOf(entry, contract) : undefined;
  return made ? { account, ...made, effect: contract.get(operation ?? '')?.effect?.kind ?? '' } : null;
}

/**
 * The call with the changes of a fix, as it is sent: parameters that change are written anew, where the first of their kind
 * stood, and all others stay as they came. Null where the call cannot be repeated, since its secrets are hidden.
 */
function callWith({ request }: JournalEntry, { changes, parameters }: Fix): SentRequest | null {
  const path = request.url.replace(/^[a-z]+:\/\/[^/?#]*/i, '');
  const [before = '/', query = ''] = path.split(/\?(.*)/s);
  if (isRedacted(request)) return null;
  const names = new Set(changes.map(({ parameter }) => parameter.split('.')[0] ?? ''));
  const isForm = !/json|xml/.test(request.headers['content-type'] ?? '') && request.body !== '';
  const stays = ([name]: Pair): boolean => !names.has(name.split('.')[0] ?? '');
  const anew = encodeParameters(pick(parameters, names));
  const inQuery = readPairs(query).filter(stays);
  const inForm = isForm ? readPairs(request.body).filter(stays) : [];
  const pairs = encodePairs(isForm ? inQuery : [...inQuery, ...anew]);
  return {
    method: request.method,
    path: pairs === '' ? before : `${before}?${pairs}`,
    headers: sentHeaders(request.headers),
    body: isForm ? encodePairs([...inForm, ...anew]) : request.body,
  };
}

/** Headers that say something about the call rather than about the program that made it. */
function sentHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const telling = /^(?:content-type|x-acs-.*|x-understudy-.*)$/;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => telling.test(name)));
}

function pick(parameters: JsonObject, names: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => names.has(name)));
}

/** Of the accepted calls of the same operation the one that differs in the fewest parameters, and in which. */
function nearestAccepted(entry: JournalEntry, { journal }: AwaitedFetchMock): ShownExplanation['nearest'] {
  const { operation } = entry;
  if (operation === undefined) return null;
  const own = textsOf(entry.parameters);
  let nearest: ShownExplanation['nearest'] = null;
  for (const { id, decision, parameters } of journal.requests({ operation })) {
    if (decision.kind !== 'accepted') continue;
    const differences = differencesOf(own, textsOf(parameters));
    if (!nearest || differences.length <= nearest.differences.length) nearest = { id, differences };
  }
  return nearest && nearest.differences.length <= mostDifferences ? nearest : null;
}

/** A call that differs in more parameters is not shown as the nearest. */
const mostDifferences = 20;

function textsOf(parameters: JsonObject): ReadonlyMap<string, string> {
  return new Map(encodeParameters(parameters));
}

function differencesOf(
  here: ReadonlyMap<string, string>,
  there: ReadonlyMap<string, string>,
): readonly ShownDifference[] {
  return [...new Set([...here.keys(), ...there.keys()])]
    .filter((name) => here.get(name) !== there.get(name))
    .map((parameter) => ({
      parameter,
      here: here.get(parameter) ?? null,
      there: there.get(parameter) ?? null,
    }));
}
