/** A target that verifies signatures: every call is signed on its way, and reports never see the signature. */
import type { Contract } from '../../contract/contract.ts';
import { mainOperation } from '../../contract/contract.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { percentEncode } from '../../contract/wire/percent-encoding.ts';
import { signV1 } from '../../contract/wire/signature-v1.ts';
import { signV3 } from '../../contract/wire/signature-v3.ts';
import type { Pair } from '../../contract/wire/parameters.ts';
import type { Tamper } from '../../scenarios/scenario/scenario.ts';
import { strikeOut } from './secrets.ts';
import type { Call, Target } from './target.ts';

export type SignatureScheme = 'v1' | 'v3';

export interface SigningCredentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Of temporary (STS) credentials. */
  readonly securityToken?: string;
}

export interface SigningOptions {
  readonly contract: Contract;
  readonly scheme: SignatureScheme;
  /** By access key id, for calls that name one. */
  readonly keys?: ReadonlyMap<string, SigningCredentials>;
  /** For calls that name none. */
  readonly credentials: SigningCredentials;
  /** Unique at every call. */
  readonly nextNonce: () => string;
}

/** Older and younger times than this are refused: 15 minutes, and a minute for clocks that differ. */
const expiredMs = 16 * 60 * 1000;

/** Sign each call with the target's own time. A step that tampers is signed wrongly in the way that it names. */
export function createSignedTarget(target: Target, options: SigningOptions): Target {
  // By access key id: calls of several accounts are sent side by side.
  const lastNonces = new Map<string, string>();
  return {
    ...target,
    signed: { scheme: options.scheme },
    async send(call) {
      const account = accountOf(call, options.contract) ?? '';
      const last = call.tamper === 'same-nonce' ? lastNonces.get(account) : undefined;
      const nonce = last ?? options.nextNonce();
      lastNonces.set(account, nonce);
      const now = new Date(target.clock.now() - (call.tamper === 'expired' ? expiredMs : 0));
      const host = call.headers['host'] ?? new URL(target.baseUrl).host;
      const sign = options.scheme === 'v1' ? signCallV1 : signCallV3;
      const credentials = options.keys?.get(account) ?? options.credentials;
      const signed = sign(call, { ...options, credentials, host, now, nonce });
      return strikeOut(await target.send(signed), secretsOf(signed, credentials));
    },
  };
}

/** What whoever reads a report must not learn. */
function secretsOf(
  call: Call,
  { accessKeySecret, securityToken = '' }: SigningCredentials,
): readonly string[] {
  const { authorization = '' } = call.headers;
  const signature = pairsOf(call).query.find(([name]) => name === 'Signature')?.[1] ?? '';
  const [, inHeader = ''] = /Signature=([^,]+)/.exec(authorization) ?? [];
  return [accessKeySecret, securityToken, authorization, signature, inHeader];
}

interface Signing extends SigningOptions {
  readonly host: string;
  readonly now: Date;
  readonly nonce: string;
}

function signCallV1(call: Call, { contract, credentials, host, now, nonce }: Signing): Call {
  const { path, query, form } = pairsOf(call);
  const common = withoutRole(mainOperation(contract), query, 'account');
  const given: Pair[] = call.tamper === 'malformed-time' ? [['Timestamp', 'today']] : [];
  const signed = signV1([...common, ...form, ...given], {
    ...credentials,
    ...keyOf(credentials, call.tamper),
    method: call.method,
    now,
    nonce,
  });
  const added = signed.filter(([name, value]) => !form.some((pair) => pair[0] === name && pair[1] === value));
  const sent = added.filter(([name]) => !(call.tamper === 'no-nonce' && name === 'SignatureNonce'));
  const tampered = sent.map(([name, value]): Pair => [
    name,
    name === 'Signature' && call.tamper === 'signature' ? changed(value) : value,
  ]);
  return { ...call, path: `${path}?${encodePairs(tampered)}`, headers: { ...call.headers, host } };
}

/** V3 has no common parameters in the query: they travel as headers. */
function signCallV3(call: Call, { contract, credentials, host, now, nonce }: Signing): Call {
  const { path, query } = pairsOf(call);
  const main = mainOperation(contract);
  const valueOf = (role: string): string => query.find(([name]) => name === nameOf(main, role))?.[1] ?? '';
  const rest = ['action', 'version', 'format', 'account'].reduce<readonly Pair[]>(
    (pairs, role) => withoutRole(main, pairs, role),
    query,
  );
  const given: Record<string, string> = { ...call.headers, accept: 'application/json' };
  if (call.tamper === 'malformed-time') given['x-acs-date'] = 'today';
  if (call.tamper === 'no-nonce') given['x-acs-signature-nonce'] = '';
  const headers = signV3(
    { method: call.method, path, host, query: rest, body: call.body, headers: given },
    {
      ...credentials,
      ...keyOf(credentials, call.tamper),
      action: valueOf('action'),
      version: valueOf('version'),
      now,
      nonce,
    },
  );
  const { authorization = '', ...others } = headers;
  const wrong = call.tamper === 'signature' ? changed(authorization) : authorization;
  return {
    ...call,
    path: rest.length === 0 ? path : `${path}?${encodePairs(rest)}`,
    headers: { ...others, authorization: wrong },
  };
}

function accountOf(call: Call, contract: Contract): string | undefined {
  const name = nameOf(mainOperation(contract), 'account');
  return pairsOf(call).query.find((pair) => pair[0] === name)?.[1];
}

function keyOf(
  { accessKeyId }: SigningCredentials,
  tamper: Tamper | undefined,
): { readonly accessKeyId: string } {
  return { accessKeyId: tamper === 'key' ? `${accessKeyId}unknown` : accessKeyId };
}

/** Another last digit; what is before it stays as it is. */
function changed(signature: string): string {
  const at = signature.replace(/=+$/, '').length - 1;
  return `${signature.slice(0, at)}${signature.charAt(at) === '0' ? '1' : '0'}${signature.slice(at + 1)}`;
}

function pairsOf(call: Call): {
  readonly path: string;
  readonly query: readonly Pair[];
  readonly form: readonly Pair[];
} {
  const [path = '/', query = ''] = call.path.split(/\?(.*)/s);
  return { path, query: [...new URLSearchParams(query)], form: [...new URLSearchParams(call.body)] };
}

function nameOf(operation: Operation, role: string): string | undefined {
  return operation.commonParameters.find((parameter) => parameter.role === role)?.name;
}

function withoutRole(operation: Operation, pairs: readonly Pair[], role: string): readonly Pair[] {
  return pairs.filter(([name]) => name !== nameOf(operation, role));
}

function encodePairs(pairs: readonly Pair[]): string {
  return pairs.map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`).join('&');
}
