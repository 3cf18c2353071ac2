/** The gateway: reads a request, and makes the checks that stand in front of every operation, in the contract's order. */
import { bodyFormats, type BodyFormat } from '../../contract/operation/answer-form.ts';
import { decodeNamed, plainIndex, type Decoded } from '../../contract/wire/parameters.ts';
import { isPromise, type Awaitable } from '../../contract/awaitable.ts';
import { boundedName } from './bounded-name.ts';
import type { ReceivedCall, Refusal } from './call.ts';
import { createChecks } from './checks.ts';
import { createChooser } from './choose-operation.ts';
import { PairReader } from './pair-reader.ts';
import type { GatewayParts } from './parts.ts';
import { Received, type WireRequest } from './request.ts';

export interface Gateway {
  read(request: WireRequest, at: number): ReceivedCall;
  /** The first check that refuses the call. */
  check(call: ReceivedCall): Awaitable<Refusal | undefined>;
}

export function createGateway(parts: GatewayParts): Gateway {
  const { contract, main, verification, defaultFormat } = parts;
  const known = createChecks(parts);
  const choose = createChooser(contract, main);
  const reader = new PairReader(main.commonParameters);
  const checks = main.gateway.checks.flatMap((name) => {
    const check = known[name];
    return check ? [{ rule: `gateway/${name}`, check }] : [];
  });
  const checkFrom = (from: number, call: ReceivedCall): Awaitable<Refusal | undefined> => {
    for (let index = from; index < checks.length; index += 1) {
      const { rule, check } = checks[index] as (typeof checks)[number]; // within the list
      const refusal = check(call);
      if (isPromise(refusal))
        return refusal.then((one) => (one ? { rule, ...one } : checkFrom(index + 1, call)));
      if (refusal) return { rule, ...refusal };
    }
    return undefined;
  };
  return {
    read(request, at) {
      const received = new Received(request, main.commonParameters, reader);
      const { operation, speaker, form, undecided } = choose(received);
      const claim = verification ? verification.readClaim(received) : unsigned;
      // What is verified and what is remembered of a nonce has to be of one id.
      const sentId = 'accessKeyId' in claim ? claim.accessKeyId : received.common('account');
      const key = sentId === undefined ? undefined : verification?.credentials.get(sentId);
      return {
        at,
        received,
        operation,
        speaker,
        form,
        undecided,
        format: formatOf(received, defaultFormat),
        claim,
        key,
        account: key?.accountId ?? boundedName(sentId),
        decoded: operation
          ? decodeNamed(received.sent.names, received.sent.values, operation.shape)
          : nothing,
      };
    },
    check: (call) => checkFrom(0, call),
  };
}

const unsigned = { kind: 'none' } as const;
const nothing: Decoded = { parameters: {}, indexOf: plainIndex };

/** A parameter asks for a format; V3 has none and asks by `accept`. V1 clients send any `accept`, and mean nothing by it. */
function formatOf(received: Received, defaultFormat: BodyFormat): BodyFormat | undefined {
  const asked = received.common('format');
  if (asked !== undefined) return bodyFormats.find((format) => format === asked.toLowerCase());
  const accept = received.isV3 ? received.headers['accept'] : undefined;
  if (accept === undefined) return defaultFormat;
  return bodyFormats.find((format) => accept.includes(format)) ?? defaultFormat;
}
