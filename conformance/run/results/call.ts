/** Calls as they go over the wire, and as a person would repeat them. */
import type { Contract } from '../../../contract/contract.ts';
import type { Operation } from '../../../contract/operation/operation.ts';
import { fillPairs, type Bindings } from '../../../scenarios/scenario/placeholders.ts';
import type { Step } from '../../../scenarios/scenario/scenario.ts';
import type { Pair } from '../../../contract/wire/parameters.ts';
import type { Call } from '../../targets/target.ts';
import { MisuseError } from '../../../contract/text/misuse-error.ts';

export interface Prepared {
  readonly call: Call;
  /** The operation's parameters as sent. */
  readonly parameters: readonly Pair[];
}

/**
 * Fill a step's placeholders and write it as a request below the path and query of `baseUrl`. Throws for an operation that the
 * contract lacks.
 *
 * Where products share action and version, the header `host` says which is meant, unless the base URL does.
 */
export function prepareCall(
  contract: Contract,
  step: Step,
  bindings: Bindings,
  account: string | undefined,
  baseUrl = 'http://127.0.0.1/',
): Prepared {
  const operation = contract.get(step.operation);
  if (!operation)
    throw new MisuseError(
      `Failed to call "${step.operation}": the contract has no such operation. Correct the step.`,
    );
  const { via, tamper } = step;
  const parameters = fillPairs(step.parameters, bindings);
  const { common, path, headers, formHeaders } = headOf(contract, operation, account, tamper, baseUrl);
  if (via === 'form' || via === 'plus') {
    const form = encode(parameters);
    const body = via === 'plus' ? form.replaceAll('%20', '+') : form;
    const method = tamper === 'method' ? 'PUT' : 'POST';
    return { parameters, call: withTamper({ method, path, headers: formHeaders, body }, tamper) };
  }
  const call = {
    method: via === 'get' ? 'GET' : 'POST',
    path: `${beforeQuery(baseUrl)}${encode(together(common, parameters))}`,
    headers,
    body: '',
  } as const;
  return { parameters, call: withTamper(call, tamper) };
}

function withTamper(call: Call, tamper: Step['tamper']): Call {
  return tamper === undefined ? call : { ...call, tamper };
}

/** What the calls of one account to an operation below one URL have in common. */
interface CallHead {
  readonly contract: Contract;
  readonly baseUrl: string;
  readonly account: string | undefined;
  readonly tamper: Step['tamper'];
  readonly common: readonly Pair[];
  /** With the common parameters alone. */
  readonly path: string;
  readonly headers: Call['headers'];
  readonly formHeaders: Call['headers'];
}

/** The last one of each operation: the calls of a scenario come from one account. */
const heads = new WeakMap<Operation, CallHead>();

function headOf(
  contract: Contract,
  operation: Operation,
  account: string | undefined,
  tamper: Step['tamper'],
  baseUrl: string,
): CallHead {
  const last = heads.get(operation);
  const isSameTarget = last?.baseUrl === baseUrl && last.contract === contract;
  if (isSameTarget && last.account === account && last.tamper === tamper) return last;
  const common = commonParameters(operation, account, tamper);
  const path = `${beforeQuery(baseUrl)}${encode(common)}`;
  const headers = isSameTarget ? last.headers : hostHeader(contract, operation, baseUrl);
  const formHeaders = isSameTarget
    ? last.formHeaders
    : { ...headers, 'content-type': 'application/x-www-form-urlencoded' };
  const head = { contract, baseUrl, account, tamper, common, path, headers, formHeaders };
  heads.set(operation, head);
  return head;
}

function hostHeader(
  contract: Contract,
  { name, action, version, servers }: Operation,
  baseUrl: string,
): { readonly host?: string } {
  if (name === action) return {}; // no other operation is called so
  const isShared = [...contract.values()].some(
    (one) => one.name !== name && one.action === action && one.version === version,
  );
  const [endpoint = ''] = servers;
  return isShared && !servers.includes(baseUrl.replace(/\/$/, '')) && URL.canParse(endpoint)
    ? { host: new URL(endpoint).host }
    : {};
}

/** What does not exist, for calls that ask for it on purpose. */
const nowhere = 'NoSuchThing';

function commonParameters(
  operation: Operation,
  account: string | undefined,
  tamper: Step['tamper'],
  roles?: readonly string[],
): readonly Pair[] {
  const byRole: Readonly<Record<string, string | undefined>> = {
    action: tamper === 'action' ? nowhere : operation.action,
    version: tamper === 'version' ? nowhere : operation.version,
    format: tamper === 'format' ? nowhere : 'JSON',
    account,
  };
  return operation.commonParameters.flatMap(({ name, role }) => {
    const value = roles && !roles.includes(role) ? undefined : byRole[role];
    return value === undefined ? [] : [[name, value] as const];
  });
}

/** An operation's own parameter of a name replaces the common one. */
function together(common: readonly Pair[], own: readonly Pair[]): readonly Pair[] {
  return [...new Map([...common, ...own])];
}

/**
 * The call without what says who asks and how to answer, as somebody would write it by hand. What a step malforms stays, and so does
 * a parameter of the operation that is called like one of these.
 */
export function bareCall(
  { call, parameters }: Prepared,
  operation: Operation,
  account: string | undefined,
): Call {
  if (call.tamper !== undefined) return call;
  const own = new Set(parameters.map(([name]) => name));
  const common = commonParameters(operation, account, undefined, ['format', 'account']).filter(
    ([name]) => !own.has(name),
  );
  const [before = '', query = ''] = call.path.split(/\?(.*)/s);
  const pairs = query.split('&');
  for (const pair of common) {
    const at = pairs.lastIndexOf(encode([pair]));
    if (at >= 0) pairs.splice(at, 1);
  }
  return { ...call, path: `${before}?${pairs.join('&')}` };
}

let lastBase = { url: '', beforeQuery: '' };

/** Path and query of a base URL, up to where more is added; taken apart once, since a run has one. */
function beforeQuery(url: string): string {
  if (url !== lastBase.url) {
    const { pathname, search } = new URL(url);
    lastBase = { url, beforeQuery: `${pathname}${search === '' ? '?' : `${search}&`}` };
  }
  return lastBase.beforeQuery;
}

/** RFC 3986: what `encodeURIComponent` leaves open is escaped too, so that every reader decodes the same. */
function encode(parameters: readonly Pair[]): string {
  // Joined once: a text that grows piece by piece is a tree of pieces, and whoever reads it has to put them together.
  const parts: string[] = [];
  for (let index = 0; index < parameters.length; index += 1) {
    const [name, value] = parameters[index] as Pair; // within the list
    parts.push(escapedName(name), escape(value));
  }
  return parts.join('').slice(1);
}

const escapedNames = new Map<string, string>();
const mostNames = 4096;

/** Between its marks, such as `&Name=`. The names of a run are few, and each is sent thousands of times. */
function escapedName(name: string): string {
  const known = escapedNames.get(name);
  if (known !== undefined) return known;
  if (escapedNames.size >= mostNames) escapedNames.clear();
  const escaped = `&${escape(name)}=`;
  escapedNames.set(name, escaped);
  return escaped;
}

const plain = /^[\w.~-]*$/;

const escapedTexts = new Map<string, string>();
const mostTexts = 4096;
const longestKept = 500;

/** The values of a run are few as well, but for its own names, which are plain. */
function escape(text: string): string {
  if (plain.test(text)) return text;
  const known = escapedTexts.get(text);
  if (known !== undefined) return known;
  const encoded = encodeURIComponent(text);
  const escaped = leftOpen.test(encoded) ? encoded.replaceAll(everyLeftOpen, escapeCharacter) : encoded;
  if (escapedTexts.size >= mostTexts) escapedTexts.clear();
  if (text.length <= longestKept) escapedTexts.set(text, escaped);
  return escaped;
}

const leftOpen = /[!'()*]/;
const everyLeftOpen = /[!'()*]/g;

function escapeCharacter(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
