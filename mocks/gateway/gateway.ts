/** The gateway: reads a request, and makes the checks that stand in front of every operation, in the contract's order. */
import { bodyFormats, type BodyFormat } from '../../contract/operation/answer-form.ts';
import { readSignature } from '../../contract/wire/signature.ts';
import { decodeParameters, type Decoded } from '../../contract/wire/parameters.ts';
import { firstResult, whenDone, type Awaitable } from '../awaitable.ts';
import type { ReceivedCall, Refusal } from './call.ts';
import { createChecks } from './checks.ts';
import { createChooser } from './choose-operation.ts';
import type { GatewayParts } from './parts.ts';
import { readRequest, type Received, type WireRequest } from './request.ts';

export interface Gateway {
  read(request: WireRequest, at: number): ReceivedCall;
  /** The first check that refuses the call. */
  check(call: ReceivedCall): Awaitable<Refusal | undefined>;
}

export function createGateway(parts: GatewayParts): Gateway {
  const { contract, main, credentials, defaultFormat } = parts;
  const known = createChecks(parts);
  const choose = createChooser(contract, main);
  const checks = main.gateway.checks.flatMap((name) => {
    const check = known[name];
    return check ? [{ rule: `gateway/${name}`, check }] : [];
  });
  return {
    read(request, at) {
      const received = readRequest(request, main.commonParameters);
      const choice = choose(received);
      const { operation } = choice;
      const claim = credentials ? readSignature(received) : unsigned;
      // What is verified and what is remembered of a nonce has to be of one id.
      const sentId = 'accessKeyId' in claim ? claim.accessKeyId : received.common('account');
      const key = sentId === undefined ? undefined : credentials?.get(sentId);
      return {
        at,
        received,
        ...choice,
        format: formatOf(received, defaultFormat),
        claim,
        key,
        account: key?.accountId ?? sentId ?? 'anonymous',
        decoded: operation ? decodeParameters(received.pairs, operation.shape) : nothing,
      };
    },
    check: (call) =>
      firstResult(checks, ({ rule, check }) => {
        const refusal = check(call);
        return refusal && whenDone(refusal, (one) => one && { rule, ...one });
      }),
  };
}

const unsigned = { kind: 'none' } as const;
const nothing: Decoded = { parameters: {}, indexOf: (_, position) => position + 1 };

/** A parameter asks for a format; V3 has none and asks by `accept`. V1 clients send any `accept`, and mean nothing by it. */
function formatOf(received: Received, defaultFormat: BodyFormat): BodyFormat | undefined {
  const asked = received.common('format');
  if (asked !== undefined) return bodyFormats.find((format) => format === asked.toLowerCase());
  const accept = received.isV3 ? received.headers['accept'] : undefined;
  if (accept === undefined) return defaultFormat;
  return bodyFormats.find((format) => accept.includes(format)) ?? defaultFormat;
}
