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
import { writeError, writePreflight, writeSuccess, type Envelope, type WireAnswer } from './answer.ts';
import type { RefusedSignature } from '../auth/signature/explain.ts';
import { refusalBy, type Call, type Refusal } from '../gateway/call.ts';
import type { Clock } from '../clock.ts';
import type { FaultSource } from '../faults/faults.ts';
import { handleTransport, type Transport } from '../faults/transports.ts';
import { noAnswer, refuseByFault, refuseUnplayable, corrupt } from './apply-fault.ts';
import type { InjectedFault } from '../faults/rule.ts';
import { applyEffect, type Obstacle } from './effect.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { ThrottlingAnswer } from '../gateway/parts.ts';
import { findBroken } from './preconditions.ts';
import type { Random } from '../random.ts';
import type { WireRequest } from '../gateway/request.ts';
import type { Store } from '../state/store.ts';
import { viewOf } from '../state/view.ts';

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

export interface Exchange {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Undefined where the request names none that the contract has. */
  readonly operation: string | undefined;
  /** Whose state it is: the account of the access key, or the access key id where nothing is verified. */
  readonly account: string;
  readonly parameters: JsonObject;
  /** As it is sent; of status 0 where nothing is. */
  readonly answer: WireAnswer;
  readonly decision: Decision;
  /** What goes wrong with this call. A fault of the connection is played by the transport, which reads here what it has to do. */
  readonly fault?: InjectedFault;
}

/** Why an answer is what it is. */
export type Decision =
  | { readonly kind: 'accepted' }
  /** A fault took the request away before anything was decided. */
  | { readonly kind: 'lost' }
  | ({
      readonly kind: 'refused';
      readonly error: string;
      /** What refused it: a rule of the request by its id, `gateway/…`, `state/…` or `fault/…`. */
      readonly rule: string;
      /** The parameter at fault, as on the wire. */
      readonly parameter: string | undefined;
      /** Where a signature is wrong: what the server signed, and a function that looks for the mistake. */
      readonly signature?: RefusedSignature;
    } & Provenance);

export interface Engine {
  handle(request: WireRequest, transport?: Transport): Promise<Exchange>;
  /** What would be decided of a request with other parameters, once the gateway has let it through. Carries it out. */
  play(request: WireRequest, parameters: JsonObject): Promise<Decision>;
}

export function createEngine(parts: EngineParts): Engine {
  const { clock, random, gateway, defaultFormat, faults } = parts;

  return {
    async handle(request, transport = handleTransport) {
      const at = clock.now();
      const call = gateway.read(request, at);
      const { operation, speaker, account, decoded, received } = call;
      const known = { at, operation: operation?.name, account, parameters: decoded.parameters };
      if (received.method === 'OPTIONS') {
        const asked = received.headers['access-control-request-headers'];
        const answer = writePreflight(speaker.answer, speaker.methods, asked);
        return { ...known, answer, decision: { kind: 'accepted' } };
      }
      const envelope: Envelope = {
        form: formOf(call),
        format: call.format ?? defaultFormat,
        requestId: random.nextId(),
        traceId: random.nextTraceId(),
      };
      const taken = faults?.inject('arrival', call, transport);
      if (taken && taken.unplayable === undefined)
        return { ...known, answer: noAnswer, decision: { kind: 'lost' }, fault: taken };
      const refusal = taken ? undefined : gateway.check(call);
      const fault = taken ?? (refusal ? undefined : faults?.inject('admitted', call, transport));
      const played = refusal
        ? { refusal }
        : fault
          ? await playFaulty(call, parts, fault)
          : await play(call, parts);
      const outcome = played.refusal
        ? refuse(envelope, played.refusal)
        : { answer: writeSuccess(envelope, operation?.action ?? '', played.body), decision: accepted };
      const corrupted = fault
        ? { ...known, ...outcome, answer: corrupt(outcome.answer, fault), fault }
        : undefined;
      const exchange = corrupted ?? { ...known, ...outcome };
      return parts.explainHeaders === true ? explained(exchange, operation) : exchange;
    },
    async play(request, parameters) {
      const call = gateway.read(request, clock.now());
      const { refusal } = await play({ ...call, decoded: { ...call.decoded, parameters } }, parts);
      return refusal ? decisionOf(refusal) : accepted;
    },
  };
}

/** An answer names the endpoint that was called. */
function formOf({ speaker, endpoint }: Call): AnswerForm {
  const { answer } = speaker;
  return endpoint === undefined || endpoint === answer.hostId ? answer : { ...answer, hostId: endpoint };
}

const accepted = { kind: 'accepted' } as const;

type Played =
  | { readonly refusal: Refusal }
  /** What the answer says beside what every answer has. */
  | { readonly refusal?: undefined; readonly body: JsonObject };

async function playFaulty(call: Call, parts: EngineParts, fault: InjectedFault): Promise<Played> {
  if (fault.unplayable !== undefined)
    return { refusal: { ...refuseUnplayable(fault.unplayable), rule: `fault/${fault.name}` } };
  // The body of a slow answer is slow; whatever else is late is late before it is carried out.
  if (fault.name === 'latency') await parts.clock.sleep(fault.latencyMs ?? 0);
  const refusal = refuseByFault(fault, call.speaker, parts.throttling ?? {});
  return refusal ? { refusal: { ...refusal, rule: `fault/${fault.name}` } } : play(call, parts);
}

/** Rules, then preconditions, then the effect. The first that is broken decides, in the contract's order. */
async function play(call: Call, parts: EngineParts): Promise<Played> {
  const { operation, speaker, decoded, account } = call;
  // A contract may leave the checks out that would have refused a call without operation.
  if (!operation) return { refusal: call.undecided ?? refusalBy(speaker.errors.inRole('unknown-action')) };
  const [violation] = findViolations(operation.rules, decoded.parameters, call.at);
  if (violation) {
    const { id, error, evidence, source } = violation.rule;
    const parameter = wireName(violation, decoded);
    return { refusal: { error: rowOf(operation, error), rule: id, parameter, evidence, source } };
  }
  const filled = operation.fillDefaults(decoded.parameters);
  const view = viewOf(account, parts.store, parts.world, parts.keys);
  const broken = await findBroken(operation, filled, view);
  if (broken) return { refusal: refuseBy(operation, broken) };
  const outcome = await applyEffect(operation, filled, view, call.at);
  return outcome.kind === 'refused'
    ? { refusal: refuseBy(operation, outcome.obstacle) }
    : { body: operation.writeBody(filled, outcome.findings) };
}

function refuseBy(operation: Operation, { error, key, evidence, source }: Obstacle): Refusal {
  return {
    error: rowOf(operation, error),
    rule: `state/${error}`,
    parameter: key.join(', '),
    evidence,
    source,
  };
}

function rowOf(operation: Operation, code: string): ErrorRow {
  return operation.errors.find(code) ?? operation.errors.inRole('internal');
}

function refuse(envelope: Envelope, refusal: Refusal): Pick<Exchange, 'answer' | 'decision'> {
  return { answer: writeError(envelope, refusal.error, refusal), decision: decisionOf(refusal) };
}

function decisionOf({ error, rule = 'gateway', parameter, evidence, source, signature }: Refusal): Decision {
  return {
    kind: 'refused',
    error: error.code,
    rule,
    parameter,
    evidence,
    source,
    ...(signature && { signature }),
  };
}

/** With the headers that say why. */
function explained(exchange: Exchange, operation: Operation | undefined): Exchange {
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
