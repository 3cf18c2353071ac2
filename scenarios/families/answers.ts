/** Scenarios of the form of answers: status, headers, fields, request ids. */
import type { Operation } from '../../contract/operation/operation.ts';
import { minimalRequest } from '../requests/valid-requests.ts';
import { success, type Inspection, type Scenario, type Step } from '../scenario/scenario.ts';
import { stepFor, underNameOf } from '../steps/steps.ts';

/** `refused` is a call that some error answers. */
export function answerScenarios(operation: Operation, refused: Step | undefined): readonly Scenario[] {
  const accepted = stepFor(operation, minimalRequest(operation));
  const steps = [accepted, accepted, ...(refused ? [refused, refused] : [])].map(underNameOf);
  const inspect = (
    inspection: Inspection,
    title: string,
    source: string,
    evidence: Scenario['evidence'],
  ): Scenario => ({
    id: `answers/${inspection}`,
    title,
    family: 'answers',
    operation: operation.name,
    exercises: success,
    evidence,
    source,
    arrange: [],
    act: { kind: 'inspect', steps, inspection },
  });
  return [
    inspect(
      'status',
      'A success has status 200',
      'Error codes (no success among them); answers of SDK samples',
      'implied',
    ),
    inspect(
      'fields',
      'A success and an error have every documented field',
      'Response parameters; Examples, success and error response',
      operation.page === '' ? 'implied' : 'stated',
    ),
    inspect(
      'content-type',
      'A success and an error are labelled as JSON',
      'Examples (JSON format)',
      'implied',
    ),
    inspect(
      'request-ids',
      'Each answer has a different request id, a UUID',
      'Response parameters, RequestId; Examples',
      'implied',
    ),
  ];
}
