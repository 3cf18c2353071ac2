/** The engine: a request and a state in, an answer and the reason for it out. It knows no operation; the contract does. */
import type { BodyFormat } from '../../contract/operation/answer-form.ts';
import type { Key } from '../../contract/operation/effect.ts';
import type { Provenance } from '../../contract/evidence.ts';
import type { JsonObject } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import type { World } from '../../contract/operation/preconditions.ts';
import { isPromise, type Awaitable } from '../../contract/awaitable.ts';
import { whenDone } from '../awaitable.ts';
import { writeError, writePreflight, writeSuccess, type Envelope, type WireAnswer } from './answer.ts';
import type { RefusedSignature } from '../auth/signature/explain.ts';
import type { ReceivedCall, Refusal } from '../gateway/call.ts';
import type { Clock } from '../settings/clock.ts';
import type { FaultSource } from '../faults/faults.ts';
import { handleTransport, type Transport } from '../faults/transports.ts';
import {
  refuseByFault,
  refuseByOurselves,
  refuseUnavailable,
  refuseUnplayable,
  corrupt,
} from './apply-fault.ts';
import type { InjectedFault } from '../faults/rule.ts';
import { play, type PlayEnd, type RefusedPlay } from './play.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { ThrottlingAnswer } from '../gateway/parts.ts';
import type { Random } from '../settings/random.ts';
import type { WireRequest } from '../gateway/request.ts';
import { StoreUnavailableError } from '../state-store.ts';
import type { Store } from '../state/store.ts';
import { createView, type View } from '../state/view.ts';

export interface EngineParts {
  readonly gateway: Gateway;
  readonly world: World;
  readonly store: Store;
  /** Key fields of each collection that some operation creates in. In any other collection the key given is taken as complete. */
  readonly keys?: ReadonlyMap<string, Key>;
  readonly clock: Clock;
  readonly random: Random;
  readonly defaultFormat: BodyFormat;
  /** The faults to inject; absent for none. */
  readonly faults?: FaultSource;
  /** The error of a throttling fault, in place of the contract's. */
  readonly throttling?: ThrottlingAnswer;
  /** Whether answers say in their headers which rule decided, and where it stands. */
  readonly explainHeaders?: boolean;
}

/** One call and its end. `answer` is undefined, and the decision `lost`, where a fault took the request away unanswered. */
export type Exchange = AnsweredExchange | LostExchange;

export interface AnsweredExchange extends CallSummary {
  /** As the transport sends it, unless `fault` is one of the connection. */
  readonly answer: WireAnswer;
  readonly decision: Accepted | Overridden | Refused;
  /** The fault injected into this call. A fault of the connection is left to the transport. */
  readonly fault?: InjectedFault;
}

export interface LostExchange extends CallSummary {
  readonly answer: undefined;
  readonly decision: Lost;
  readonly fault: InjectedFault;
}

interface CallSummary {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Undefined where the request names none that the contract has. */
  readonly operation: string | undefined;
  /** Whose state it is: the account of the access key, or the access key id where nothing is verified. */
  readonly account: string;
  readonly parameters: JsonObject;
  /** Why parts of the request were not read, such as a body in JSON; undefined where all of it was. */
  readonly unread?: string;
}

/**
 * What decided an answer.
 *
 *     createMock().events.on('request:end', (entry) => console.log(entry.decision.kind));
 */
export type Decision = Accepted | Lost | Overridden | Refused;

export interface Accepted {
  readonly kind: 'accepted';
}

/** A fault took the request away before anything was decided. */
export interface Lost {
  readonly kind: 'lost';
}

/** A test answered in place of the mock. */
export interface Overridden {
  readonly kind: 'overridden';
}

export interface Refused extends Provenance {
  readonly kind: 'refused';
  /** What made the decision: a rule of the request, a precondition on the state, a check of the gateway, or a fault. */
  readonly by: 'rule' | 'state' | 'gateway' | 'fault';
  /** The code that is answered. */
  readonly error: string;
  /** The id of what refused: of a rule, such as `delay-time/below-minimum`, or `gateway/…`, `state/…`, `fault/…`. To show. */
  readonly rule: string;
  /** The parameter at fault, as on the wire; several, which name a record, with commas between them. To show. */
  readonly parameter: string | undefined;
  /** With `by: 'state'`: the parameters that name the record. */
  readonly key?: Key;
  /** Where a signature is wrong: what the server signed, and a function that looks for the mistake. */
  readonly signature?: RefusedSignature;
}

export interface Engine {
  /** A promise only where something is waited for: a store in another process, or a fault that takes time. */
  handle(request: WireRequest, transport?: Transport): Awaitable<Exchange>;
  /** The answer to a request that a transport could not read, such as one that is too long. */
  reject(problem: UnreadableRequest): AnsweredExchange;
  /** What would be decided of a request with other parameters, once the gateway has let it through. Carries it out. */
  play(request: WireRequest, parameters: JsonObject): Awaitable<Decision>;
}

/** Why a transport cannot hand a request over, as it is answered. */
export interface UnreadableRequest {
  readonly status: number;
  /** Such as `BodyTooLong`; answered as `Understudy.BodyTooLong`. */
  readonly code: string;
  readonly message: string;
}

/** Every call has one of five ends: preflight, lost, refused, faulty, accepted. */
export function createEngine(parts: EngineParts): Engine {
  const { clock, random, gateway, defaultFormat, faults } = parts;
  const view = createView(parts.store, parts.world, parts.keys);

  const begin = (call: ReceivedCall, transport: Transport, format: BodyFormat): Handling => {
    const { requestId, traceId } = random.nextIds();
    return { call, transport, form: call.form, format, requestId, traceId };
  };

  // The stages of a call, each with what the one before it found.
  const arrive = (handling: Handling): Awaitable<Exchange> =>
    whenDone(faults?.inject('arrival', handling.call, handling.transport), enter, handling);
  const enter = (early: InjectedFault | undefined, handling: Handling): Awaitable<Exchange> => {
    if (early?.unplayable !== undefined) return endFaulty(unplayable(early), early, handling);
    if (early) return lost(handling.call, early);
    return whenDone(gateway.check(handling.call), admit, handling);
  };
  const admit = (refusal: Refusal | undefined, handling: Handling): Awaitable<Exchange> =>
    refusal
      ? end({ by: 'gateway', refusal }, handling)
      : whenDone(faults?.inject('admitted', handling.call, handling.transport), carryOn, handling);
  const carryOn = (fault: InjectedFault | undefined, handling: Handling): Awaitable<Exchange> =>
    fault
      ? whenDone(playFaulty(handling.call, parts, view, fault), (played) =>
          endFaulty(played, fault, handling),
        )
      : whenDone(play(handling.call, view), end, handling);
  const end = (played: PlayEnd, handling: Handling): Exchange =>
    explain(exchangeOf(handling, played), handling.call);
  /** Keeps the decision, and applies the fault to the answer. */
  const endFaulty = (played: PlayEnd, fault: InjectedFault, handling: Handling): Exchange => {
    const exchange = exchangeOf(handling, played);
    return explain({ ...exchange, answer: corrupt(exchange.answer, fault), fault }, handling.call);
  };
  const explain = (exchange: AnsweredExchange, { operation }: ReceivedCall): Exchange =>
    parts.explainHeaders === true ? explained(exchange, operation) : exchange;
  const orUnavailable = (error: unknown, handling: Handling): Exchange => {
    if (!(error instanceof StoreUnavailableError)) throw error;
    return end({ by: 'state', refusal: refuseUnavailable(handling.call.speaker) }, handling);
  };

  return {
    handle(request, transport = handleTransport) {
      const call = gateway.read(request, clock.now());
      if (call.received.method === 'OPTIONS') return preflight(call);
      const handling = begin(call, transport, call.format ?? defaultFormat);
      try {
        const exchange = arrive(handling);
        return isPromise(exchange)
          ? exchange.catch((error: unknown) => orUnavailable(error, handling))
          : exchange;
      } catch (error) {
        return orUnavailable(error, handling);
      }
    },
    reject({ status, code, message }) {
      const call = gateway.read({ method: 'GET', url: '/', headers: {}, body: '' }, clock.now());
      const refusal = refuseByOurselves(`Understudy.${code}`, status, message, 'README, The server');
      return exchangeOf(begin(call, handleTransport, 'json'), {
        by: 'gateway',
        refusal: { ...refusal, rule: `gateway/${code.replaceAll(/\B[A-Z]/g, '-$&').toLowerCase()}` },
      });
    },
    play(request, parameters) {
      const call = gateway.read(request, clock.now());
      const asked = { ...call, decoded: { ...call.decoded, parameters } };
      return whenDone(play(asked, view), (played) => ('refusal' in played ? decisionOf(played) : accepted));
    },
  };
}

/** A call on its way through the stages, and the form of its answer. */
interface Handling extends Envelope {
  readonly call: ReceivedCall;
  readonly transport: Transport;
}

const accepted: Accepted = { kind: 'accepted' };

function preflight(call: ReceivedCall): AnsweredExchange {
  const { speaker, received } = call;
  const asked = received.headers['access-control-request-headers'];
  return ended(call, writePreflight(speaker.answer, speaker.methods, asked), accepted);
}

function exchangeOf(handling: Handling, played: PlayEnd): AnsweredExchange {
  const { call } = handling;
  return 'refusal' in played
    ? ended(call, writeError(handling, played.refusal.error, played.refusal), decisionOf(played))
    : ended(call, writeSuccess(handling, call.operation?.action ?? '', played.body), accepted);
}

function ended<Answer extends WireAnswer | undefined, Decided extends Decision>(
  { at, operation, account, decoded: { parameters }, received: { unread } }: ReceivedCall,
  answer: Answer,
  decision: Decided,
): CallSummary & { readonly answer: Answer; readonly decision: Decided } {
  const name = operation?.name;
  return unread === undefined
    ? { at, operation: name, account, parameters, answer, decision }
    : { at, operation: name, account, parameters, unread, answer, decision };
}

function lost(call: ReceivedCall, fault: InjectedFault): LostExchange {
  return { ...ended(call, undefined, { kind: 'lost' } as const), fault };
}

function unplayable({ name, unplayable: problem = '' }: InjectedFault): RefusedPlay {
  return { by: 'fault', refusal: { ...refuseUnplayable(problem), rule: `fault/${name}` } };
}

function playFaulty(
  call: ReceivedCall,
  parts: EngineParts,
  view: View,
  fault: InjectedFault,
): Awaitable<PlayEnd> {
  if (fault.unplayable !== undefined) return unplayable(fault);
  // The body of a slow answer is slow; whatever else is late is late before it is carried out.
  if (fault.name === 'latency')
    return parts.clock.sleep(fault.latencyMs ?? 0).then((hasCome) => {
      // Reset meanwhile: whoever waits is answered, and leaves nothing behind in what begins anew.
      return play(call, hasCome ? view : createView(parts.store.fork(), parts.world, parts.keys));
    });
  const refusal = refuseByFault(fault, call.speaker, parts.throttling ?? {});
  return refusal ? { by: 'fault', refusal: { ...refusal, rule: `fault/${fault.name}` } } : play(call, view);
}

function decisionOf({ by, refusal }: RefusedPlay): Refused {
  const { error, rule = by, parameter, key, evidence, source, signature } = refusal;
  return {
    kind: 'refused',
    by,
    error: error.code,
    rule,
    parameter,
    ...(key && { key }),
    evidence,
    source,
    ...(signature && { signature }),
  };
}

/** Adds the headers `x-understudy-rule` and `x-understudy-source`. */
function explained(exchange: AnsweredExchange, operation: Operation | undefined): AnsweredExchange {
  const { decision, answer } = exchange;
  const source = decision.kind === 'refused' ? decision.source : (operation?.effectProvenance.source ?? '');
  const rule = decision.kind === 'refused' ? decision.rule : decision.kind;
  const headers = { ...answer.headers, 'x-understudy-rule': rule, 'x-understudy-source': headerText(source) };
  return { ...exchange, answer: { ...answer, headers } };
}

/** Percent-encodes what a header cannot hold: all but printable ASCII. */
function headerText(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]+/gu, encodeURIComponent);
}
