/** Faulty answers: bodies of another shape, malformed request ids, other content types, other statuses. */
import { inCategory } from './fault.ts';
import type { SeededFault, FaultRow } from './fault.ts';
import type { PlainAnswer, PartsVariation } from '../reference/parts.ts';
import { reshaping, using } from '../reference/variations.ts';

type AnswerBody = Readonly<Record<string, unknown>>;

const bodyOf = (answer: PlainAnswer) => answer.body as AnswerBody; // the shape before any change is always an object

function reshapingBody(
  change: (body: AnswerBody) => unknown,
  when: 'accepted' | 'refused' | 'always',
): PartsVariation {
  return reshaping((answer, { kind }) =>
    when === 'always' || when === kind ? { ...answer, body: change(bodyOf(answer)) } : answer,
  );
}

function renamingKeys(rename: (key: string) => string) {
  return (body: AnswerBody): AnswerBody =>
    Object.fromEntries(Object.entries(body).map(([key, value]) => [rename(key), value]));
}

function omitting(...keys: readonly string[]) {
  return (body: AnswerBody): AnswerBody =>
    Object.fromEntries(Object.entries(body).filter(([key]) => !keys.includes(key)));
}

const camelCase = renamingKeys((key) => key.charAt(0).toLowerCase() + key.slice(1));
const snakeCase = renamingKeys((key) => key.replaceAll(/(?!^)([A-Z])/g, '_$1').toLowerCase());

const shapes: readonly (readonly [string, string, PartsVariation])[] = [
  [
    'error-keys-in-camel-case',
    'Answers errors with code, message and requestId.',
    reshapingBody(camelCase, 'refused'),
  ],
  [
    'error-keys-in-snake-case',
    'Answers errors with code, message and request_id.',
    reshapingBody(snakeCase, 'refused'),
  ],
  [
    'error-nested',
    'Puts the error into a member Error of the body.',
    reshapingBody(({ RequestId, ...Error }) => ({ RequestId, Error }), 'refused'),
  ],
  [
    'error-in-a-list',
    'Puts the error into a list Errors.',
    reshapingBody(({ RequestId, ...error }) => ({ RequestId, Errors: [error] }), 'refused'),
  ],
  ['error-without-code', 'Leaves Code out of errors.', reshapingBody(omitting('Code'), 'refused')],
  ['error-without-message', 'Leaves Message out of errors.', reshapingBody(omitting('Message'), 'refused')],
  [
    'error-code-renamed',
    'Answers ErrorCode and ErrorMessage in the place of Code and Message.',
    reshapingBody(
      renamingKeys((key) => (key === 'Code' || key === 'Message' ? `Error${key}` : key)),
      'refused',
    ),
  ],
  [
    'error-code-as-status',
    'Puts the HTTP status into Code.',
    reshaping((answer, { kind }) =>
      kind === 'refused' ? { ...answer, body: { ...bodyOf(answer), Code: answer.status } } : answer,
    ),
  ],
  ['error-body-empty', 'Answers errors with no body.', reshapingBody(() => undefined, 'refused')],
  [
    'error-body-as-text',
    'Answers errors with the message alone.',
    reshapingBody((body) => body.Message, 'refused'),
  ],
  ['body-in-a-string', 'Serialises the body twice.', reshapingBody((body) => JSON.stringify(body), 'always')],
  ['body-in-a-list', 'Wraps the body in a list.', reshapingBody((body) => [body], 'always')],
  [
    'body-in-an-envelope',
    'Wraps every body as the member data of an envelope.',
    reshapingBody((data) => ({ success: !('Code' in data), data }), 'always'),
  ],
];

const successes: readonly (readonly [string, string, PartsVariation])[] = [
  ['success-with-201', 'Answers success with status 201.', withSuccessStatus(201)],
  [
    'success-with-204',
    'Answers success with status 204 and no body.',
    reshaping((answer, { kind }) =>
      kind === 'accepted' ? { ...answer, status: 204, body: undefined } : answer,
    ),
  ],
  ['success-keys-in-camel-case', 'Answers success with requestId.', reshapingBody(camelCase, 'accepted')],
  ['success-keys-in-snake-case', 'Answers success with request_id.', reshapingBody(snakeCase, 'accepted')],
  ['success-body-empty', 'Answers success with no body.', reshapingBody(() => undefined, 'accepted')],
];

function withSuccessStatus(status: number): PartsVariation {
  return reshaping((answer, { kind }) => (kind === 'accepted' ? { ...answer, status } : answer));
}

const shapeRows: FaultRow[] = [...shapes, ...successes].map(([name, describe, apply]) => ({
  name,
  breaks: 'answer-shape',
  describe,
  apply,
}));

const requestIds: readonly (readonly [string, string, PartsVariation])[] = [
  [
    'request-id-missing',
    'Leaves RequestId out of every body.',
    reshapingBody(omitting('RequestId'), 'always'),
  ],
  [
    'request-id-missing-in-success',
    'Leaves RequestId out of successful answers.',
    reshapingBody(omitting('RequestId'), 'accepted'),
  ],
  [
    'request-id-missing-in-errors',
    'Leaves RequestId out of errors.',
    reshapingBody(omitting('RequestId'), 'refused'),
  ],
  [
    'request-id-repeated',
    'Answers every call with the same RequestId.',
    using({
      createRequestId: (nextId) => {
        const id = nextId();
        return () => id;
      },
    }),
  ],
  [
    'request-id-repeated-in-errors',
    'Answers every error with the same RequestId.',
    reshapingBody((body) => ({ ...body, RequestId: '6EBD1AC4-C34D-4AE1-963E-B688A228BE31' }), 'refused'),
  ],
  [
    'request-id-repeated-by-second',
    'Changes RequestId every other call only.',
    using({
      createRequestId: (nextId) => {
        let id: string | undefined;
        return () => {
          const repeated = id;
          id = repeated === undefined ? nextId() : undefined;
          return repeated ?? id ?? nextId();
        };
      },
    }),
  ],
  ['request-id-empty', 'Answers an empty RequestId.', using({ createRequestId: () => () => '' })],
  [
    'request-id-null',
    'Answers null as RequestId.',
    reshapingBody((body) => ({ ...body, RequestId: null }), 'always'),
  ],
  [
    'request-id-as-number',
    'Counts the calls and answers the number as RequestId.',
    (parts) => {
      let calls = 0;
      return reshapingBody((body) => ({ ...body, RequestId: ++calls }), 'always')(parts);
    },
  ],
];

const requestIdRows: FaultRow[] = requestIds.map(([name, describe, apply]) => ({
  name,
  breaks: 'request-id',
  also: ['answer-shape'],
  describe,
  apply,
}));

function typing(type: string, when: 'refused' | 'always'): PartsVariation {
  return reshaping((answer, { kind }) =>
    when === 'always' || when === kind
      ? { ...answer, headers: { ...answer.headers, 'content-type': type } }
      : answer,
  );
}

const contentTypes: readonly (readonly [string, string, PartsVariation])[] = [
  ['typed-as-html', 'Answers JSON as text/html.', typing('text/html;charset=utf-8', 'always')],
  ['errors-typed-as-html', 'Answers errors as text/html.', typing('text/html', 'refused')],
  ['typed-as-text', 'Answers JSON as text/plain.', typing('text/plain', 'always')],
  ['errors-typed-as-xml', 'Answers errors in JSON as text/xml.', typing('text/xml;charset=utf-8', 'refused')],
  [
    'typed-as-bytes',
    'Answers JSON as application/octet-stream.',
    typing('application/octet-stream', 'always'),
  ],
];

const contentTypeRows: FaultRow[] = contentTypes.map(([name, describe, apply]) => ({
  name,
  breaks: 'content-type',
  also: ['answer-shape'],
  describe,
  apply,
}));

export const answerFaults: readonly SeededFault[] = [
  ...inCategory('answer of another shape', shapeRows),
  ...inCategory('request id', requestIdRows),
  ...inCategory('content type', contentTypeRows),
];
