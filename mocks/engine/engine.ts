/** The engine: a request and a state in, an answer and the reason for it out. It knows no operation; the contract does. */
import type { AnswerForm, BodyFormat } from '../../contract/operation/answer-form.ts';
import type { Key } from '../../contract/operation/effect.ts';
import type { ErrorRow } from '../../contract/operation/errors.ts';
import type { Provenance } from '../../contract/evidence.ts';
import type { JsonObject } from '../../contract/json.ts';
import type { Operation } from '../../contract/operation/operation.ts';
import { findViolations, type Violation } from '../../contract/schema/rules.ts';
import type { World } from '../../contract/operation/preconditions.ts';
import type { Decoded } from '../../contract/wire/parameters.ts';
import { isPromise, whenDone, type Awaitable } from '../awaitable.ts';
import { writeError, writePreflight, writeSuccess, type Envelope, type WireAnswer } from './answer.ts';
import type { RefusedSignature } from '../auth/signature/explain.ts';
import { refusalBy, type ReceivedCall, type Refusal } from '../gateway/call.ts';
import type { Clock } from '../settings/clock.ts';
import type { FaultSource } from '../faults/faults.ts';
import { handleTransport, type Transport } from '../faults/transports.ts';
import {
  refuseByFault,
  refuseByOurselves,
  refuseFull,
  refuseUnavailable,
  refuseUnplayable,
  corrupt,
} from './apply-fault.ts';
import type { InjectedFault } from '../faults/rule.ts';
import { applyEffect, type Obstacle } from './effect.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { ThrottlingAnswer } from '../gateway/parts.ts';
import { findBroken, firstThatCounts } from './preconditions.ts';
import type { Random } from '../settings/random.ts';
import type { WireRequest } from '../gateway/request.ts';
import { StoreUnavailableError } from '../state-store.ts';
import { StoreFullError, type Store } from '../state/store.ts';
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
  /** Absent where nothing is to go wrong. */
  readonly faults?: FaultSource;
  /** What a fault that is throttling answers, where it is not what the contract says. */
  readonly throttling?: ThrottlingAnswer;
  /** Whether answers say in their headers which rule decided, and where it stands. */
  readonly explainHeaders?: boolean;
}

/** One call and its end. `answer` is undefined, and the decision `lost`, where a fault took the request away unanswered. */
export type Exchange = AnsweredExchange | LostExchange;

export interface AnsweredExchange extends CallSummary {
  /** As the transport sends it, unless `fault` is one of the connection. */
  readonly answer: WireAnswer;
  readonly decision: Accepted | Refused;
  /** What goes wrong with this call. A fault of the connection is injected by the transport, which reads here what to do. */
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

/** Why an answer is what it is. */
export type Decision = Accepted | Lost | Refused;

export interface Accepted {
  readonly kind: 'accepted';
}

/** A fault took the request away before anything was decided. */
export interface Lost {
  readonly kind: 'lost';
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

  return {
    handle(request, transport = handleTransport) {
      const call = gateway.read(request, clock.now());
      if (call.received.method === 'OPTIONS') return preflight(call);
      const envelope: Envelope = {
        form: formOf(call),
        format: call.format ?? defaultFormat,
        ...random.nextIds(),
      };
      const explain = (exchange: AnsweredExchange): Exchange =>
        parts.explainHeaders === true ? explained(exchange, call.operation) : exchange;

      const admit = (): Awaitable<Exchange> =>
        whenDone(gateway.check(call), (refusal) => {
          if (refusal) return explain(refused(call, envelope, { by: 'gateway', refusal }));
          return whenDone(faults?.inject('admitted', call, transport), (fault) =>
            fault
              ? whenDone(playFaulty(call, parts, view, fault), (played) =>
                  explain(faulty(call, envelope, fault, played)),
                )
              : whenDone(play(call, view), (played) =>
                  explain(
                    'refusal' in played
                      ? refused(call, envelope, played)
                      : acceptedWith(call, envelope, played),
                  ),
                ),
          );
        });
      const decide = (): Awaitable<Exchange> =>
        whenDone(faults?.inject('arrival', call, transport), (early) => {
          if (!early) return admit();
          return early.unplayable === undefined
            ? lost(call, early)
            : explain(faulty(call, envelope, early, unplayable(early)));
        });
      const orUnavailable = (error: unknown): Exchange => {
        if (!(error instanceof StoreUnavailableError)) throw error;
        return explain(refused(call, envelope, { by: 'state', refusal: refuseUnavailable(call.speaker) }));
      };
      try {
        const decided = decide();
        return isPromise(decided) ? decided.catch(orUnavailable) : decided;
      } catch (error) {
        return orUnavailable(error);
      }
    },
    reject({ status, code, message }) {
      const call = gateway.read({ method: 'GET', url: '/', headers: {}, body: '' }, clock.now());
      const envelope: Envelope = {
        form: formOf(call),
        format: 'json',
        ...random.nextIds(),
      };
      const refusal = refuseByOurselves(`Understudy.${code}`, status, message, 'README, The server');
      return refused(call, envelope, {
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

/** An answer names the endpoint that was called. */
function formOf({ speaker, endpoint }: ReceivedCall): AnswerForm {
  const { answer } = speaker;
  return endpoint === undefined || endpoint === answer.hostId ? answer : { ...answer, hostId: endpoint };
}

const accepted: Accepted = { kind: 'accepted' };

/** Something that refuses, and what it says. */
interface RefusedPlay {
  readonly by: Refused['by'];
  readonly refusal: Refusal;
}

/** `body`: what the answer says beside what every answer has. */
type PlayEnd = RefusedPlay | { readonly body: JsonObject };

function summaryOf({ at, operation, account, decoded, received }: ReceivedCall): CallSummary {
  return {
    at,
    operation: operation?.name,
    account,
    parameters: decoded.parameters,
    ...(received.unread !== undefined && { unread: received.unread }),
  };
}

function preflight(call: ReceivedCall): AnsweredExchange {
  const { speaker, received } = call;
  const asked = received.headers['access-control-request-headers'];
  const answer = writePreflight(speaker.answer, speaker.methods, asked);
  return { ...summaryOf(call), answer, decision: accepted };
}

function lost(call: ReceivedCall, fault: InjectedFault): LostExchange {
  return { ...summaryOf(call), answer: undefined, decision: { kind: 'lost' }, fault };
}

function refused(call: ReceivedCall, envelope: Envelope, played: RefusedPlay): AnsweredExchange {
  const { refusal } = played;
  const answer = writeError(envelope, refusal.error, refusal);
  return { ...summaryOf(call), answer, decision: decisionOf(played) };
}

function acceptedWith(
  call: ReceivedCall,
  envelope: Envelope,
  { body }: { readonly body: JsonObject },
): AnsweredExchange {
  const answer = writeSuccess(envelope, call.operation?.action ?? '', body);
  return { ...summaryOf(call), answer, decision: accepted };
}

/** As it was decided, with the answer that the fault leaves of it. */
function faulty(
  call: ReceivedCall,
  envelope: Envelope,
  fault: InjectedFault,
  played: PlayEnd,
): AnsweredExchange {
  const exchange =
    'refusal' in played ? refused(call, envelope, played) : acceptedWith(call, envelope, played);
  return { ...exchange, answer: corrupt(exchange.answer, fault), fault };
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
  if (fault.name === 'latency') return parts.clock.sleep(fault.latencyMs ?? 0).then(() => play(call, view));
  const refusal = refuseByFault(fault, call.speaker, parts.throttling ?? {});
  return refusal ? { by: 'fault', refusal: { ...refusal, rule: `fault/${fault.name}` } } : play(call, view);
}

/** Rules, then preconditions, then the effect. The first that is broken decides, in the contract's order. */
function play(call: ReceivedCall, view: View): Awaitable<PlayEnd> {
  const { operation, speaker, decoded, account } = call;
  // A contract may leave the checks out that would have refused a call without operation.
  if (!operation)
    return { by: 'gateway', refusal: call.undecided ?? refusalBy(speaker.errors.inRole('unknown-action')) };
  const filled = operation.fillDefaults(decoded.parameters);
  const violations = findViolations(operation.rules, decoded.parameters, call.at);
  return whenDone(
    firstThatCounts(operation, violations, filled, view, account),
    (violation): Awaitable<PlayEnd> => {
      if (violation) return refusedByRule(operation, violation, decoded);
      return whenDone(findBroken(operation, filled, view, account), (broken) =>
        broken ? refusedByState(operation, broken) : carryOut(operation, filled, view, call),
      );
    },
  );
}

function carryOut(
  operation: Operation,
  filled: JsonObject,
  view: View,
  { account, at }: ReceivedCall,
): Awaitable<PlayEnd> {
  const onFull = (error: unknown): PlayEnd => {
    if (error instanceof StoreFullError) return { by: 'state', refusal: refuseFull(error.message) };
    throw error;
  };
  try {
    const played = whenDone(applyEffect(operation, filled, view, account, at), (outcome) =>
      outcome.kind === 'refused'
        ? refusedByState(operation, outcome.obstacle)
        : { body: operation.writeBody(filled, outcome.findings) },
    );
    return isPromise(played) ? played.catch(onFull) : played;
  } catch (error) {
    return onFull(error);
  }
}

function refusedByRule(operation: Operation, violation: Violation, decoded: Decoded): RefusedPlay {
  const { id, error, evidence, source } = violation.rule;
  const parameter = wireName(violation, decoded);
  return { by: 'rule', refusal: { error: rowOf(operation, error), rule: id, parameter, evidence, source } };
}

function refusedByState(operation: Operation, { error, key, evidence, source }: Obstacle): RefusedPlay {
  return {
    by: 'state',
    refusal: {
      error: rowOf(operation, error),
      rule: `state/${error}`,
      parameter: key.join(', '),
      key,
      evidence,
      source,
    },
  };
}

function rowOf(operation: Operation, code: string): ErrorRow {
  return operation.errors.find(code) ?? operation.errors.inRole('internal');
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

/** With the headers that say why. */
function explained(exchange: AnsweredExchange, operation: Operation | undefined): AnsweredExchange {
  const { decision, answer } = exchange;
  const source = decision.kind === 'refused' ? decision.source : (operation?.effectProvenance.source ?? '');
  const rule = decision.kind === 'refused' ? decision.rule : decision.kind;
  const headers = { ...answer.headers, 'x-understudy-rule': rule, 'x-understudy-source': headerText(source) };
  return { ...exchange, answer: { ...answer, headers } };
}

/** Headers hold printable ASCII; whatever else stands in a source is written as in a URL. */
function headerText(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]+/gu, encodeURIComponent);
}

/** `Parts.7.Kind`: the name that the value was sent under, or should have been. */
function wireName({ at }: Violation, decoded: Decoded): string {
  let value: unknown = decoded.parameters;
  const steps = at.map((step) => {
    const name = typeof step === 'number' && Array.isArray(value) ? decoded.indexOf(value, step) : step;
    value = (value as Readonly<Record<string | number, unknown>> | undefined)?.[step]; // a place leads through objects and lists only
    return String(name);
  });
  return steps.join('.');
}
