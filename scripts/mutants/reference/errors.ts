/** Statuses, codes and messages. Typing mistakes in the documented messages are part of the wire. */
import type { ReferenceErrors } from './parts.ts';

/** Source: the page's table of error codes, all 21 of them, each with status 400. */
const documentedMessages = {
  // The page shows only a placeholder here; sibling operations of the product print this sentence.
  'InvalidOssEndpoint.Malformed': 'Specified parameter OssEndpoint is not valid.',
  'InvalidOssBucket.Malformed': 'Specified parameter OssBucket is not valid.',
  'InvalidOssBucket.NotFound': 'The parameter OssBucket does not exist.',
  'InvalidFormat.Malformed': 'Specified parameter Format is not valid.',
  'InvalidCycleDuration.Malformed': 'Specified CycleDuration Format is not valid.',
  'InvalidSliceDuration.Malformed': 'Specified SliceDuration Format is not valid.',
  'InvalidTemplateLength.Malformed': 'Specified record template length is not valid.',
  'InvalidTemplate.ForbidRaw': 'Template named raw is Forbidden.',
  MissingTemplate: 'Template is mandatory for this action.',
  MissingOssObjectPrefix: 'OssObjectPrefix is mandatory for this action.',
  MissingSliceOssObjectPrefix: 'SliceOssObjectPrefix is mandatory for this action.',
  'InvalidOssObjectPrefix.Malformed': 'Specified parameter OssObjectPrefix is not valid.',
  'InvalidSliceOssObjectPrefix.Malformed': 'Specified parameter SliceOssObjectPrefix is not valid.',
  ConfigAlreadyExists: 'Config has already exist.',
  'InvalidFormat.IllegalOperation': 'Specified parameter Format can not be multiple.',
  InvalidDelayTime: 'Specified Delaytime is invalid.',
  'Live2Vod.ConfigAlreadyExists': 'Had live2vod record config already.',
  'InvalidStartTime.Malformed': 'Specified StartTime is malformed.',
  'InvalidEndTime.Malformed': 'Specified EndTime is malformed.',
  'InvalidEndTime.Mismatch': 'Specified EndTime does not math the specified StartTime or current time.',
  'InvalidStartTime.Mismatch': 'Specified StartTime does not math the current time.',
} as const;

export type DocumentedCode = keyof typeof documentedMessages;

export const documentedCodes = Object.keys(documentedMessages) as DocumentedCode[]; // Object.keys forgets the names

export const requiredParameters = ['DomainName', 'AppName', 'OssEndpoint', 'OssBucket'] as const;

/** Assumed: the page has no code for an absent parameter; the rest are answers of the gateway before it. */
const undocumentedMessages: Record<string, string> = {
  ...Object.fromEntries(
    [...requiredParameters, 'RecordFormat', 'Action'].map((name) => [
      `Missing${name}`,
      `${name} is mandatory for this action.`,
    ]),
  ),
  InvalidOnDemand: 'The specified parameter OnDemand value is not valid.',
  'Throttling.User': 'Request was denied due to user flow control.',
  'InvalidAction.NotFound': 'Specified api is not found, please check your url and method.',
  UnsupportedHTTPMethod: 'This http method is not supported',
  InternalError: 'The request processing has failed due to some unknown error.',
  ServiceUnavailable: 'The request has failed due to a temporary failure of the server.',
};

const otherStatuses: Record<string, number> = {
  'InvalidAction.NotFound': 404,
  UnsupportedHTTPMethod: 405,
  InternalError: 500,
  ServiceUnavailable: 503,
};

export const errors: ReferenceErrors = Object.fromEntries(
  Object.entries({ ...documentedMessages, ...undocumentedMessages }).map(([Code, Message]) => [
    Code,
    { status: otherStatuses[Code] ?? 400, Code, Message },
  ]),
);
