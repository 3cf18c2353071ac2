/** A server with one fault gets one diagnosis, which says what is wrong; a correct one gets none. */
import { expect, test } from 'vitest';
import { inProcessServer } from '../../conformance/fixtures/in-process.ts';
import { diagnose, type Diagnoses } from '../../conformance/diagnosis/diagnosis.ts';
import { transcribe } from '../../conformance/diagnosis/model/transcript.ts';
import { run } from '../../conformance/run/run.ts';
import type { FetchFunction } from '../../conformance/targets/fetch.ts';
import { createFaulty } from './faults/faults.ts';
import { createReference } from './reference/reference.ts';
import type { ReferenceServerOptions } from './reference/server.ts';
import { contract, operation, scenarios } from '../../scenarios/fixtures/own-scenarios.ts';

test('finds nothing to say of a correct server', async () => {
  const { diagnoses, unexplained } = await diagnoseServer(createReference);
  expect({ diagnoses, unexplained }).toEqual({ diagnoses: [], unexplained: [] });
});

test.for([
  [
    'triple-without-stream',
    'key',
    'StreamName',
    'Your server looks for records of recordConfigs without StreamName.',
  ],
  ['triple-with-bucket', 'key', 'OssBucket', /apart by OssBucket as well/],
  ['triple-run-together', 'comparison', /StreamName/, /without a separator/],
  ['delay-time-words-accepted', 'rule-missing', 'DelayTime', /not a whole number/],
  [
    'invalid-format-malformed-record-format-only',
    'rule-missing',
    /^TranscodeRecordFormat/,
    /other than m3u8/,
  ],
  [
    'missing-oss-object-prefix-last-entry-only',
    'rule-partial',
    /OssObjectPrefix/,
    /in an item before the last/,
  ],
  [
    'invalid-slice-duration-malformed-m3u8-only',
    'rule-partial',
    /SliceDuration/,
    /Format of the same item is cmaf/,
  ],
  [
    'transcode-record-format-not-read',
    'rule-missing',
    'TranscodeRecordFormat',
    /does not read TranscodeRecordFormat/,
  ],
  ['utf-8-read-as-latin-1', 'unit', null, /Latin-1/],
  ['prefix-escaped-only', 'pattern', /OssObjectPrefix/, /where OssObjectPrefix has \{StartTime\} with 400/],
  [
    'slice-prefix-adjacent',
    'pattern',
    /SliceOssObjectPrefix/,
    /has no \{UnixTimestamp\}_\{Sequence\} with 400/,
  ],
  ['repeated-format-across-lists', 'unexpected-refusal', 'RecordFormat', /have the same Format/],
  ['template-always-required', 'required', 'TranscodeTemplates', /TranscodeTemplates is left out/],
  ['long-prefix-breaks-the-server', 'no-answer', /OssObjectPrefix/, /128 characters or more/],
  ['body-in-a-list', 'answer-shape', null, /every call in another shape/],
  ['duplicates-race', 'race', null, /20 of 20 simultaneous calls succeeded/],
  ['rate-limit-of-45', 'rate-limit', null, /admits 45 calls at once: the limit is 30 calls in 1 s/],
  ['throttles-with-429', 'rate-limit', null, /answers a throttled call with .*429/],
  ['throttles-with-503', 'rate-limit', null, /answers a throttled call with .*503/],
] as const)('says of %s what is wrong', async ([fault, kind, parameter, sentence]) => {
  const { diagnoses } = await diagnoseServer((options) => createFaulty(fault, options));
  expect(diagnoses).toHaveLength(1);
  expect(diagnoses[0]).toMatchObject({ kind, contradictedBy: [] });
  expect(diagnoses[0]?.sentence).toMatch(sentence);
  if (typeof parameter === 'object' && parameter) expect(diagnoses[0]?.parameter).toMatch(parameter);
  else expect(diagnoses[0]?.parameter).toBe(parameter);
});

test('is shown best by the scenario that aims at what is wrong', async () => {
  const { diagnoses } = await diagnoseServer((options) => createFaulty('triple-without-stream', options));
  expect(diagnoses[0]?.representative).toBe('record-configs/other-stream-name');
});

async function diagnoseServer(
  create: (options: ReferenceServerOptions) => FetchFunction,
): Promise<Diagnoses> {
  const target = inProcessServer(create);
  const finished = await run({ contract, operation, target, seed: 1, scenarios });
  return diagnose(transcribe({ ...finished, fixtures: {} }), { contract, operation });
}
