/** Which operation a request is for: the host names the product, and Action and Version name one of its operations. */
import type { Contract } from '../../contract/contract.ts';
import type { AnswerForm } from '../../contract/operation/answer-form.ts';
import type { ErrorRow } from '../../contract/operation/errors.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { ownText } from '../state/own-text.ts';
import { refusalBy, type Refusal } from './call.ts';
import type { Received } from './request.ts';

export interface Choice {
  readonly operation: Operation | undefined;
  /** Whose product answers: the operation, or one of the product that was called, or the contract's first. */
  readonly speaker: Operation;
  /** How the product answers there. */
  readonly form: AnswerForm;
  /** Why no operation can be chosen, where the request names more than one. */
  readonly undecided?: Refusal | undefined;
}

export type ChooseOperation = (received: Received) => Choice;

/**
 * As the vendor's gateway chooses. On a host that no product has, such as 127.0.0.1, Action and Version decide alone.
 *
 * Without a version, an operation is chosen where only one is meant. A version that a product does not have is left to the
 * check of versions; an action that this version does not have is unknown.
 */
export function createChooser(contract: Contract, main: Operation): ChooseOperation {
  const operations = [...contract.values()];
  const byAction = Map.groupBy(operations, ({ action }) => action);
  const byEndpoint = new Map<string, Set<Operation>>();
  for (const operation of operations)
    for (const endpoint of operation.servers.map(hostOf))
      byEndpoint.set(endpoint, (byEndpoint.get(endpoint) ?? new Set()).add(operation));

  const forms = new Map<string, AnswerForm>();
  /** An answer names the endpoint that was called. */
  const formOf = ({ name, answer }: Operation, endpoint: string | undefined): AnswerForm => {
    if (endpoint === undefined || endpoint === answer.hostId) return answer;
    const key = `${name} ${endpoint}`;
    const form = forms.get(key) ?? { ...answer, hostId: endpoint };
    forms.set(key, form);
    return form;
  };

  const choose = (host: string, action: string, version: string | undefined): Choice => {
    const called = host.toLowerCase().replace(/:\d+$/, '');
    const there = byEndpoint.get(called);
    const endpoint = there && called;
    const alike = byAction.get(action) ?? [];
    const candidates = there ? alike.filter((one) => there.has(one)) : alike;
    const matching = version === undefined ? candidates : candidates.filter((one) => one.version === version);
    const [only, another] = matching;
    const speaker = only ?? candidates[0] ?? first(there) ?? main;
    const form = formOf(speaker, endpoint);
    if (only && !another) return { operation: only, speaker, form };
    if (only && version === undefined)
      return { operation: undefined, speaker, form, undecided: askForVersion(speaker) };
    if (only) return { operation: undefined, speaker, form, undecided: askForHost(matching, called) };
    const products = new Set(candidates.map(({ product }) => product));
    const isVersion = [...(there ?? operations)].some(
      (one) => products.has(one.product) && one.version === version,
    );
    return { operation: isVersion ? undefined : candidates[0], speaker, form };
  };

  // By host, action and version: whoever calls, calls the same few again and again, and most often the one of the last time.
  const known = new Map<string, KnownChoice>();
  let last: KnownChoice | undefined;
  return (received) => {
    const { host = '' } = received.headers;
    const action = received.common('action') ?? '';
    const version = received.common('version');
    if (last?.action === action && last.host === host && last.version === version) return last.choice;
    // With lengths, so that no two can be taken for each other.
    const called = `${host.length} ${action.length} ${host}${action}${version ?? ''}`;
    last = known.get(called);
    if (last) return last.choice;
    const choice = choose(host, action, version);
    if (choice.operation && called.length < longestKnown) {
      if (known.size >= mostKnown) known.clear();
      last = {
        host: ownText(host),
        action: ownText(action),
        version: version === undefined ? undefined : ownText(version),
        choice,
      };
      known.set(ownText(called), last);
    }
    return choice;
  };
}

interface KnownChoice {
  readonly host: string;
  readonly action: string;
  readonly version: string | undefined;
  readonly choice: Choice;
}

/** How many choices are remembered, and of which length in characters: callers can make up hosts without end. */
const mostKnown = 1000;
const longestKnown = 500;

function first(operations: Iterable<Operation> = []): Operation | undefined {
  const [one] = operations;
  return one;
}

function hostOf(server: string): string {
  return server
    .replace(/^\w+:\/\//, '')
    .replace(/[/:].*$/, '')
    .toLowerCase();
}

function askForVersion({ errors, commonParameters }: Operation): Refusal {
  const name = commonParameters.find(({ role }) => role === 'version')?.name ?? 'version';
  return refusalBy(errors.inRole('missing-parameter', { name }), name);
}

/** The vendor's hosts differ, so that it never has this to say. */
function askForHost(matching: readonly Operation[], host: string): Refusal {
  const one = first(matching);
  const endpoints = matching.map(({ servers }) => hostOf(servers[0] ?? '')).join(' or ');
  const message =
    `${one?.action} of version ${one?.version} is an operation of ${matching.map(({ product }) => product).join(' and ')}, ` +
    `and the host "${host}" does not say which is meant. Send it with the header Host: ${endpoints}, or play one of them alone.`;
  const error: ErrorRow = {
    code: 'Understudy.AmbiguousOperation',
    status: 501,
    message,
    wireMessage: message,
    template: 'Understudy.AmbiguousOperation',
    documented: false,
    alternatives: [],
    evidence: 'stated',
    source: 'docs/contract.md, A contract of your own',
  };
  return refusalBy(error, 'Host');
}
