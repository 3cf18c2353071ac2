/** The requests that are measured: each creates something, under a name of its own and for an account that is not throttled. */

export const form = { 'content-type': 'application/x-www-form-urlencoded' };

let count = 0;

/** How many accounts take turns: with 30 calls a second each, more than any machine here can send. */
const accounts = 4000;

export interface Sent {
  readonly path: string;
  readonly body: string;
}

/** A form with all that is required and nothing else. */
export function nextMinimal(): Sent {
  return next(minimal);
}

/** Three formats of each kind and ten templates. */
export function nextFull(): Sent {
  return next(full);
}

function next(rest: string): Sent {
  count += 1;
  return {
    path: `/?Action=AddLiveAppRecordConfig&Version=2016-11-01&AccessKeyId=key${count % accounts}`,
    body: `${rest}&AppName=app-${count}`,
  };
}

const prefix = '{AppName}/{StreamName}/{StartTime}_{EndTime}';
const slicePrefix = '{AppName}/{StreamName}/{UnixTimestamp}_{Sequence}';

const required = {
  DomainName: 'example.com',
  OssEndpoint: 'oss-cn-shanghai.aliyuncs.com',
  OssBucket: 'live-bucket',
};

const minimal = new URLSearchParams({
  ...required,
  'RecordFormat.1.Format': 'mp4',
  'RecordFormat.1.OssObjectPrefix': '{StartTime}_{EndTime}',
}).toString();

const full = new URLSearchParams([
  ...Object.entries(required),
  ...formats('RecordFormat'),
  ...formats('TranscodeRecordFormat'),
  ...Array.from({ length: 10 }, (_, index): [string, string] => [
    `TranscodeTemplates.${index + 1}`,
    `t${index}`,
  ]),
]).toString();

function formats(list: string): [string, string][] {
  return ['m3u8', 'mp4', 'cmaf'].flatMap((format, index): [string, string][] => {
    const item = `${list}.${index + 1}`;
    const slices: [string, string][] =
      format === 'mp4'
        ? []
        : [
            [`${item}.SliceDuration`, '10'],
            [`${item}.SliceOssObjectPrefix`, slicePrefix],
          ];
    return [
      [`${item}.Format`, format],
      [`${item}.OssObjectPrefix`, prefix],
      [`${item}.CycleDuration`, '3600'],
      ...slices,
    ];
  });
}
