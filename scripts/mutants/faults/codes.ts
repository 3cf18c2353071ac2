/** Faulty codes and statuses: never produced, taken for another, misspelt, under a wrong status. */
import { documentedCodes, errors, requiredParameters } from '../reference/errors.ts';
import type { DocumentedCode } from '../reference/errors.ts';
import { inCategory, kebab } from './fault.ts';
import type { Fault, Row } from './fault.ts';
import { all, answeringCode, reshaping, without } from '../reference/variations.ts';

const neverProduced: Row[] = documentedCodes.map((code) => ({
  name: `never-${kebab(code)}`,
  breaks: code,
  describe: `Never answers ${code}: the check is missing.`,
  apply: without(code),
}));

const notRequired: Row[] = requiredParameters.map((name) => ({
  name: `${kebab(name)}-optional`,
  breaks: `Missing${name}` as const,
  describe: `Accepts a call without the required ${name}.`,
  apply: without(`Missing${name}`),
}));

const siblings: Record<DocumentedCode, DocumentedCode> = {
  'InvalidOssEndpoint.Malformed': 'InvalidOssBucket.Malformed',
  'InvalidOssBucket.Malformed': 'InvalidOssBucket.NotFound',
  'InvalidOssBucket.NotFound': 'InvalidOssBucket.Malformed',
  'InvalidFormat.Malformed': 'InvalidFormat.IllegalOperation',
  'InvalidCycleDuration.Malformed': 'InvalidSliceDuration.Malformed',
  'InvalidSliceDuration.Malformed': 'InvalidCycleDuration.Malformed',
  'InvalidTemplateLength.Malformed': 'InvalidTemplate.ForbidRaw',
  'InvalidTemplate.ForbidRaw': 'InvalidTemplateLength.Malformed',
  MissingTemplate: 'InvalidTemplateLength.Malformed',
  MissingOssObjectPrefix: 'InvalidOssObjectPrefix.Malformed',
  MissingSliceOssObjectPrefix: 'MissingOssObjectPrefix',
  'InvalidOssObjectPrefix.Malformed': 'MissingOssObjectPrefix',
  'InvalidSliceOssObjectPrefix.Malformed': 'InvalidOssObjectPrefix.Malformed',
  ConfigAlreadyExists: 'Live2Vod.ConfigAlreadyExists',
  'InvalidFormat.IllegalOperation': 'InvalidFormat.Malformed',
  InvalidDelayTime: 'InvalidCycleDuration.Malformed',
  'Live2Vod.ConfigAlreadyExists': 'ConfigAlreadyExists',
  'InvalidStartTime.Malformed': 'InvalidStartTime.Mismatch',
  'InvalidEndTime.Malformed': 'InvalidEndTime.Mismatch',
  'InvalidEndTime.Mismatch': 'InvalidEndTime.Malformed',
  'InvalidStartTime.Mismatch': 'InvalidEndTime.Mismatch',
};

const takenForSibling: Row[] = documentedCodes.map((code) => ({
  name: `${kebab(code)}-as-${kebab(siblings[code])}`,
  breaks: code,
  describe: `Answers ${siblings[code]} where ${code} is due.`,
  apply: answeringCode(code, errors[siblings[code]] ?? {}),
}));

const misspellings: readonly (readonly [DocumentedCode, string])[] = [
  ['InvalidOssEndpoint.Malformed', 'InvalidOSSEndpoint.Malformed'],
  ['InvalidOssBucket.Malformed', 'InvalidOssBucketName.Malformed'],
  ['InvalidOssBucket.NotFound', 'NoSuchBucket'],
  ['InvalidFormat.Malformed', 'InvalidFormat'],
  ['InvalidFormat.IllegalOperation', 'InvalidFormat.IllegalOperate'],
  ['InvalidCycleDuration.Malformed', 'InvalidCycleDuration'],
  ['InvalidSliceDuration.Malformed', 'InvalidSliceDuration.Malform'],
  ['InvalidTemplateLength.Malformed', 'InvalidTemplate.LengthMalformed'],
  ['InvalidTemplate.ForbidRaw', 'InvalidTemplate.ForbiddenRaw'],
  ['MissingTemplate', 'MissingTranscodeTemplates'],
  ['MissingOssObjectPrefix', 'MissingOSSObjectPrefix'],
  ['MissingSliceOssObjectPrefix', 'MissingSliceObjectPrefix'],
  ['InvalidOssObjectPrefix.Malformed', 'InvalidOssObjectPrefix.Malfromed'],
  ['InvalidSliceOssObjectPrefix.Malformed', 'InvalidSliceOssObjectPrefix'],
  ['ConfigAlreadyExists', 'ConfigAlreadyExist'],
  ['InvalidDelayTime', 'InvalidDelayTime.Malformed'],
  ['Live2Vod.ConfigAlreadyExists', 'Live2VOD.ConfigAlreadyExists'],
  ['InvalidStartTime.Malformed', 'InvalidStarttime.Malformed'],
  ['InvalidEndTime.Malformed', 'InvalidEndTime.MalFormed'],
  ['InvalidEndTime.Mismatch', 'InvalidEndTime.MisMatch'],
  ['InvalidStartTime.Mismatch', 'InvalidStartTime.Mismatched'],
];

const misspelt: Row[] = misspellings.map(([code, misspelling]) => ({
  name: `misspells-${kebab(code)}`,
  breaks: code,
  describe: `Spells ${code} as ${misspelling}.`,
  apply: answeringCode(code, { Code: misspelling }),
}));

const statuses: readonly (readonly [DocumentedCode, number])[] = [
  ['ConfigAlreadyExists', 409],
  ['ConfigAlreadyExists', 200],
  ['Live2Vod.ConfigAlreadyExists', 409],
  ['InvalidOssBucket.NotFound', 404],
  ['InvalidTemplate.ForbidRaw', 403],
  ['InvalidDelayTime', 422],
  ['MissingTemplate', 412],
  ['MissingOssObjectPrefix', 404],
  ['InvalidFormat.IllegalOperation', 405],
  ['InvalidFormat.Malformed', 415],
  ['InvalidOssEndpoint.Malformed', 502],
  ['InvalidStartTime.Malformed', 500],
  ['InvalidEndTime.Mismatch', 409],
  ['InvalidTemplateLength.Malformed', 413],
];

const wrongStatus: Row[] = statuses.map(([code, status]) => ({
  name: `${kebab(code)}-with-${status}`,
  breaks: code,
  describe: `Answers ${code} with status ${status} instead of 400.`,
  apply: answeringCode(code, { status }),
}));

const malformedCodes = documentedCodes.filter((code) => code.endsWith('.Malformed'));

const widerFaults: Row[] = [
  ...[200, 422, 500].map((status) => ({
    name: `every-error-with-${status}`,
    breaks: 'answer-shape' as const,
    also: documentedCodes,
    describe: `Answers every error with status ${status}.`,
    apply: reshaping((answer, outcome) => (outcome.kind === 'refused' ? { ...answer, status } : answer)),
  })),
  {
    name: 'malformed-with-422',
    breaks: 'InvalidFormat.Malformed',
    also: malformedCodes,
    describe: 'Answers every .Malformed code with status 422.',
    apply: all(...malformedCodes.map((code) => answeringCode(code, { status: 422 }))),
  },
  {
    name: 'codes-without-suffix',
    breaks: 'InvalidFormat.Malformed',
    also: documentedCodes,
    describe: 'Cuts every code at its dot, so that InvalidFormat.Malformed is answered as InvalidFormat.',
    apply: all(
      ...documentedCodes.map((code) => answeringCode(code, { Code: code.replace(/\.[A-Z][A-Za-z]+$/, '') })),
    ),
  },
];

export const codeFaults: readonly Fault[] = [
  ...inCategory('code never produced', [...neverProduced, ...notRequired]),
  ...inCategory('code taken for a sibling', takenForSibling),
  ...inCategory('code misspelt', misspelt),
  ...inCategory('wrong status', [...wrongStatus, ...widerFaults]),
];

const wrongMessages: readonly (readonly [DocumentedCode, string, string])[] = [
  ['ConfigAlreadyExists', 'corrected', 'Config already exists.'],
  ['InvalidDelayTime', 'corrected', 'Specified DelayTime is invalid.'],
  ['InvalidStartTime.Mismatch', 'corrected', 'Specified StartTime does not match the current time.'],
  ['InvalidEndTime.Mismatch', 'corrected', 'Specified EndTime does not match StartTime or current time.'],
  ['InvalidTemplate.ForbidRaw', 'lower-case', 'template named raw is forbidden.'],
  ['InvalidOssBucket.NotFound', 'empty', ''],
  ['InvalidCycleDuration.Malformed', 'of-a-sibling', 'Specified SliceDuration Format is not valid.'],
  ['MissingTemplate', 'of-the-parameter', 'TranscodeTemplates is mandatory for this action.'],
  ['InvalidFormat.Malformed', 'without-full-stop', 'Specified parameter Format is not valid'],
  ['Live2Vod.ConfigAlreadyExists', 'generic', 'The request is invalid.'],
];

/** Right code and status under a wrong message: these conform, one step below exact. */
export const messageFaults: readonly Fault[] = inCategory(
  'wrong message',
  wrongMessages.map(([code, how, Message]) => ({
    name: `${kebab(code)}-message-${how}`,
    breaks: code,
    describe: `Answers ${code} with the message ${JSON.stringify(Message)}.`,
    apply: answeringCode(code, { Message }),
  })),
);
