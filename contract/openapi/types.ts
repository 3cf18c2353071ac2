/** Made from ../pages and ../overlays by `npm run understudy -- contract build`. Not to be edited. */
import type { ParameterValue, WorldCollection } from '../contract-types.ts';

/** AddLiveAppRecordConfig of live, version 2016-11-01. */
export type AddLiveAppRecordConfig = {
  calls: {
    operation: 'AddLiveAppRecordConfig';
    where?: {
      DomainName?: ParameterValue;
      AppName?: ParameterValue;
      OssEndpoint?: ParameterValue;
      OssBucket?: ParameterValue;
      StreamName?: ParameterValue;
      StartTime?: ParameterValue;
      EndTime?: ParameterValue;
      OnDemand?: ParameterValue;
      DelayTime?: ParameterValue;
      RecordFormat?: ParameterValue | readonly { SliceDuration?: ParameterValue; SliceOssObjectPrefix?: ParameterValue; CycleDuration?: ParameterValue; OssObjectPrefix?: ParameterValue; Format?: ParameterValue }[];
      TranscodeRecordFormat?: ParameterValue | readonly { SliceDuration?: ParameterValue; SliceOssObjectPrefix?: ParameterValue; CycleDuration?: ParameterValue; OssObjectPrefix?: ParameterValue; Format?: ParameterValue }[];
      TranscodeTemplates?: ParameterValue | readonly ParameterValue[];
      [wire: `RecordFormat.${number}`]: ParameterValue | { SliceDuration?: ParameterValue; SliceOssObjectPrefix?: ParameterValue; CycleDuration?: ParameterValue; OssObjectPrefix?: ParameterValue; Format?: ParameterValue };
      [wire: `RecordFormat.${number}.SliceDuration`]: ParameterValue;
      [wire: `RecordFormat.${number}.SliceOssObjectPrefix`]: ParameterValue;
      [wire: `RecordFormat.${number}.CycleDuration`]: ParameterValue;
      [wire: `RecordFormat.${number}.OssObjectPrefix`]: ParameterValue;
      [wire: `RecordFormat.${number}.Format`]: ParameterValue;
      [wire: `TranscodeRecordFormat.${number}`]: ParameterValue | { SliceDuration?: ParameterValue; SliceOssObjectPrefix?: ParameterValue; CycleDuration?: ParameterValue; OssObjectPrefix?: ParameterValue; Format?: ParameterValue };
      [wire: `TranscodeRecordFormat.${number}.SliceDuration`]: ParameterValue;
      [wire: `TranscodeRecordFormat.${number}.SliceOssObjectPrefix`]: ParameterValue;
      [wire: `TranscodeRecordFormat.${number}.CycleDuration`]: ParameterValue;
      [wire: `TranscodeRecordFormat.${number}.OssObjectPrefix`]: ParameterValue;
      [wire: `TranscodeRecordFormat.${number}.Format`]: ParameterValue;
      [wire: `TranscodeTemplates.${number}`]: ParameterValue;
    };
  };
  errors:
    | 'MissingDomainName'
    | 'MissingAppName'
    | 'MissingOssEndpoint'
    | 'MissingOssBucket'
    | 'MissingStreamName'
    | 'MissingStartTime'
    | 'MissingEndTime'
    | 'MissingOnDemand'
    | 'MissingDelayTime'
    | 'MissingRecordFormat'
    | 'MissingSliceDuration'
    | 'MissingSliceOssObjectPrefix'
    | 'MissingCycleDuration'
    | 'MissingOssObjectPrefix'
    | 'MissingFormat'
    | 'MissingTranscodeRecordFormat'
    | 'MissingTranscodeTemplates'
    | 'MissingAction'
    | 'MissingVersion'
    | 'MissingAccessKeyId'
    | 'InvalidDomainName'
    | 'InvalidAppName'
    | 'InvalidOssEndpoint'
    | 'InvalidOssBucket'
    | 'InvalidStreamName'
    | 'InvalidStartTime'
    | 'InvalidEndTime'
    | 'InvalidOnDemand'
    | 'InvalidDelayTime'
    | 'InvalidRecordFormat'
    | 'InvalidSliceDuration'
    | 'InvalidSliceOssObjectPrefix'
    | 'InvalidCycleDuration'
    | 'InvalidOssObjectPrefix'
    | 'InvalidFormat'
    | 'InvalidTranscodeRecordFormat'
    | 'InvalidTranscodeTemplates'
    | 'InvalidAction'
    | 'InvalidVersion'
    | 'InvalidAccessKeyId'
    | 'InvalidAction.NotFound'
    | 'UnsupportedHTTPMethod'
    | 'InvalidParameter.Format'
    | 'IncompleteSignature'
    | 'InvalidTimeStamp.Format'
    | 'InvalidTimeStamp.Expired'
    | 'InvalidAccessKeyId.NotFound'
    | 'InvalidAccessKeyId.Inactive'
    | 'InvalidSecurityToken.MismatchWithAccessKey'
    | 'InvalidSecurityToken.Expired'
    | 'SignatureDoesNotMatch'
    | 'SignatureNonceUsed'
    | 'Forbidden.RAM'
    | 'Throttling.User'
    | 'Throttling.Api'
    | 'Throttling'
    | 'InvalidDomain.NotFound'
    | 'InternalError'
    | 'ServiceUnavailable'
    | 'InvalidOssEndpoint.Malformed'
    | 'InvalidOssBucket.Malformed'
    | 'InvalidOssBucket.NotFound'
    | 'InvalidFormat.Malformed'
    | 'InvalidCycleDuration.Malformed'
    | 'InvalidSliceDuration.Malformed'
    | 'InvalidTemplateLength.Malformed'
    | 'InvalidTemplate.ForbidRaw'
    | 'MissingTemplate'
    | 'InvalidOssObjectPrefix.Malformed'
    | 'InvalidSliceOssObjectPrefix.Malformed'
    | 'ConfigAlreadyExists'
    | 'InvalidFormat.IllegalOperation'
    | 'Live2Vod.ConfigAlreadyExists'
    | 'InvalidStartTime.Malformed'
    | 'InvalidEndTime.Malformed'
    | 'InvalidEndTime.Mismatch'
    | 'InvalidStartTime.Mismatch';
  world: {
    domains?: WorldCollection<'DomainName'>;
    buckets?: WorldCollection<'OssBucket'>;
    streams?: WorldCollection<'DomainName' | 'AppName' | 'StreamName' | 'StartedAt'>;
    vodConfigs?: WorldCollection<'DomainName' | 'AppName'>;
    recordConfigs?: WorldCollection<'DomainName' | 'AppName' | 'StreamName' | 'CreateTime' | 'OssEndpoint' | 'OssBucket' | 'StartTime' | 'EndTime' | 'OnDemand' | 'DelayTime' | 'RecordFormat' | 'TranscodeRecordFormat' | 'TranscodeTemplates' | 'SliceDuration' | 'SliceOssObjectPrefix' | 'CycleDuration' | 'OssObjectPrefix' | 'Format' | 'RequestId'>;
  };
};

/** AddLiveRecordNotifyConfig of live, version 2016-11-01. */
export type AddLiveRecordNotifyConfig = {
  calls: {
    operation: 'AddLiveRecordNotifyConfig';
    where?: {
      DomainName?: ParameterValue;
      NotifyUrl?: ParameterValue;
      NeedStatusNotify?: ParameterValue;
      OnDemandUrl?: ParameterValue;
      NotifyReqAuth?: ParameterValue;
      NotifyAuthKey?: ParameterValue;
    };
  };
  errors:
    | 'MissingDomainName'
    | 'MissingNotifyUrl'
    | 'MissingNeedStatusNotify'
    | 'MissingOnDemandUrl'
    | 'MissingNotifyReqAuth'
    | 'MissingNotifyAuthKey'
    | 'MissingAction'
    | 'MissingVersion'
    | 'MissingFormat'
    | 'MissingAccessKeyId'
    | 'InvalidDomainName'
    | 'InvalidNotifyUrl'
    | 'InvalidNeedStatusNotify'
    | 'InvalidOnDemandUrl'
    | 'InvalidNotifyReqAuth'
    | 'InvalidNotifyAuthKey'
    | 'InvalidAction'
    | 'InvalidVersion'
    | 'InvalidFormat'
    | 'InvalidAccessKeyId'
    | 'InvalidAction.NotFound'
    | 'UnsupportedHTTPMethod'
    | 'InvalidParameter.Format'
    | 'IncompleteSignature'
    | 'InvalidTimeStamp.Format'
    | 'InvalidTimeStamp.Expired'
    | 'InvalidAccessKeyId.NotFound'
    | 'InvalidAccessKeyId.Inactive'
    | 'InvalidSecurityToken.MismatchWithAccessKey'
    | 'InvalidSecurityToken.Expired'
    | 'SignatureDoesNotMatch'
    | 'SignatureNonceUsed'
    | 'Forbidden.RAM'
    | 'Throttling.User'
    | 'Throttling.Api'
    | 'Throttling'
    | 'InvalidDomain.NotFound'
    | 'InternalError'
    | 'ServiceUnavailable'
    | 'InvalidNotifyUrl.Malformed'
    | 'InvalidNotifyUrl.Unsafe'
    | 'ConfigAlreadyExists'
    | 'InvalidOnDemandUrl.Malformed'
    | 'InvalidOnDemandUrl.Unsafe';
  world: {
    domains?: WorldCollection<'DomainName'>;
    notifyConfigs?: WorldCollection<'DomainName' | 'NotifyUrl' | 'NeedStatusNotify' | 'OnDemandUrl' | 'NotifyReqAuth' | 'NotifyAuthKey' | 'RequestId'>;
  };
};

/** AddLiveRecordVodConfig of live, version 2016-11-01. */
export type AddLiveRecordVodConfig = {
  calls: {
    operation: 'AddLiveRecordVodConfig';
    where?: {
      RegionId?: ParameterValue;
      DomainName?: ParameterValue;
      AppName?: ParameterValue;
      StreamName?: ParameterValue;
      VodTranscodeGroupId?: ParameterValue;
      CycleDuration?: ParameterValue;
      AutoCompose?: ParameterValue;
      StorageLocation?: ParameterValue;
      ComposeVodTranscodeGroupId?: ParameterValue;
      OnDemand?: ParameterValue;
    };
  };
  errors:
    | 'MissingRegionId'
    | 'MissingDomainName'
    | 'MissingAppName'
    | 'MissingStreamName'
    | 'MissingVodTranscodeGroupId'
    | 'MissingCycleDuration'
    | 'MissingAutoCompose'
    | 'MissingStorageLocation'
    | 'MissingComposeVodTranscodeGroupId'
    | 'MissingOnDemand'
    | 'MissingAction'
    | 'MissingVersion'
    | 'MissingFormat'
    | 'MissingAccessKeyId'
    | 'InvalidRegionId'
    | 'InvalidDomainName'
    | 'InvalidAppName'
    | 'InvalidStreamName'
    | 'InvalidVodTranscodeGroupId'
    | 'InvalidCycleDuration'
    | 'InvalidAutoCompose'
    | 'InvalidStorageLocation'
    | 'InvalidComposeVodTranscodeGroupId'
    | 'InvalidOnDemand'
    | 'InvalidAction'
    | 'InvalidVersion'
    | 'InvalidFormat'
    | 'InvalidAccessKeyId'
    | 'InvalidAction.NotFound'
    | 'UnsupportedHTTPMethod'
    | 'InvalidParameter.Format'
    | 'IncompleteSignature'
    | 'InvalidTimeStamp.Format'
    | 'InvalidTimeStamp.Expired'
    | 'InvalidAccessKeyId.NotFound'
    | 'InvalidAccessKeyId.Inactive'
    | 'InvalidSecurityToken.MismatchWithAccessKey'
    | 'InvalidSecurityToken.Expired'
    | 'SignatureDoesNotMatch'
    | 'SignatureNonceUsed'
    | 'Forbidden.RAM'
    | 'Throttling.User'
    | 'Throttling.Api'
    | 'Throttling'
    | 'InvalidDomain.NotFound'
    | 'InternalError'
    | 'ServiceUnavailable'
    | 'ConfigAlreadyExists'
    | 'CommomLiveRcordConfigExisted'
    | 'InvalidAutoCompose.Malformed'
    | 'InvalidAutoComposeAndComposeVodTranscodeGroupId.Malformed'
    | 'InvalidRegion.Conflict'
    | 'InvalidStorage.NotFound'
    | 'InvalidTemplateGroupId.NotFound';
  world: {
    domains?: WorldCollection<'DomainName'>;
    templateGroups?: WorldCollection<'VodTranscodeGroupId'>;
    composeTemplateGroups?: WorldCollection<'ComposeVodTranscodeGroupId'>;
    storages?: WorldCollection<'StorageLocation'>;
    recordConfigs?: WorldCollection<'DomainName' | 'AppName'>;
    vodConfigs?: WorldCollection<'DomainName' | 'AppName' | 'StreamName' | 'CreateTime' | 'RegionId' | 'VodTranscodeGroupId' | 'CycleDuration' | 'AutoCompose' | 'StorageLocation' | 'ComposeVodTranscodeGroupId' | 'OnDemand' | 'RequestId'>;
  };
};

/** DeleteLiveAppRecordConfig of live, version 2016-11-01. */
export type DeleteLiveAppRecordConfig = {
  calls: {
    operation: 'DeleteLiveAppRecordConfig';
    where?: {
      DomainName?: ParameterValue;
      AppName?: ParameterValue;
      StreamName?: ParameterValue;
    };
  };
  errors:
    | 'MissingDomainName'
    | 'MissingAppName'
    | 'MissingStreamName'
    | 'MissingAction'
    | 'MissingVersion'
    | 'MissingFormat'
    | 'MissingAccessKeyId'
    | 'InvalidDomainName'
    | 'InvalidAppName'
    | 'InvalidStreamName'
    | 'InvalidAction'
    | 'InvalidVersion'
    | 'InvalidFormat'
    | 'InvalidAccessKeyId'
    | 'InvalidAction.NotFound'
    | 'UnsupportedHTTPMethod'
    | 'InvalidParameter.Format'
    | 'IncompleteSignature'
    | 'InvalidTimeStamp.Format'
    | 'InvalidTimeStamp.Expired'
    | 'InvalidAccessKeyId.NotFound'
    | 'InvalidAccessKeyId.Inactive'
    | 'InvalidSecurityToken.MismatchWithAccessKey'
    | 'InvalidSecurityToken.Expired'
    | 'SignatureDoesNotMatch'
    | 'SignatureNonceUsed'
    | 'Forbidden'
    | 'Throttling.User'
    | 'Throttling.Api'
    | 'Throttling'
    | 'InvalidDomain.NotFound'
    | 'InternalError'
    | 'ServiceUnavailable'
    | 'InvalidConfig.NotFound'
    | 'InvalidRegion';
  world: {
    domains?: WorldCollection<'DomainName'>;
    recordConfigs?: WorldCollection<'DomainName' | 'AppName' | 'StreamName' | 'RequestId'>;
  };
};

/** DeleteLiveRecordNotifyConfig of live, version 2016-11-01. */
export type DeleteLiveRecordNotifyConfig = {
  calls: {
    operation: 'DeleteLiveRecordNotifyConfig';
    where?: {
      DomainName?: ParameterValue;
    };
  };
  errors:
    | 'MissingDomainName'
    | 'MissingAction'
    | 'MissingVersion'
    | 'MissingFormat'
    | 'MissingAccessKeyId'
    | 'InvalidDomainName'
    | 'InvalidAction'
    | 'InvalidVersion'
    | 'InvalidFormat'
    | 'InvalidAccessKeyId'
    | 'InvalidAction.NotFound'
    | 'UnsupportedHTTPMethod'
    | 'InvalidParameter.Format'
    | 'IncompleteSignature'
    | 'InvalidTimeStamp.Format'
    | 'InvalidTimeStamp.Expired'
    | 'InvalidAccessKeyId.NotFound'
    | 'InvalidAccessKeyId.Inactive'
    | 'InvalidSecurityToken.MismatchWithAccessKey'
    | 'InvalidSecurityToken.Expired'
    | 'SignatureDoesNotMatch'
    | 'SignatureNonceUsed'
    | 'Forbidden'
    | 'Throttling.User'
    | 'Throttling.Api'
    | 'Throttling'
    | 'InvalidDomain.NotFound'
    | 'InternalError'
    | 'ServiceUnavailable'
    | 'InvalidConfig.NotFound';
  world: {
    domains?: WorldCollection<'DomainName'>;
    notifyConfigs?: WorldCollection<'DomainName' | 'RequestId'>;
  };
};

/** DeleteLiveRecordVodConfig of live, version 2016-11-01. */
export type DeleteLiveRecordVodConfig = {
  calls: {
    operation: 'DeleteLiveRecordVodConfig';
    where?: {
      RegionId?: ParameterValue;
      DomainName?: ParameterValue;
      AppName?: ParameterValue;
      StreamName?: ParameterValue;
    };
  };
  errors:
    | 'MissingRegionId'
    | 'MissingDomainName'
    | 'MissingAppName'
    | 'MissingStreamName'
    | 'MissingAction'
    | 'MissingVersion'
    | 'MissingFormat'
    | 'MissingAccessKeyId'
    | 'InvalidRegionId'
    | 'InvalidDomainName'
    | 'InvalidAppName'
    | 'InvalidStreamName'
    | 'InvalidAction'
    | 'InvalidVersion'
    | 'InvalidFormat'
    | 'InvalidAccessKeyId'
    | 'InvalidAction.NotFound'
    | 'UnsupportedHTTPMethod'
    | 'InvalidParameter.Format'
    | 'IncompleteSignature'
    | 'InvalidTimeStamp.Format'
    | 'InvalidTimeStamp.Expired'
    | 'InvalidAccessKeyId.NotFound'
    | 'InvalidAccessKeyId.Inactive'
    | 'InvalidSecurityToken.MismatchWithAccessKey'
    | 'InvalidSecurityToken.Expired'
    | 'SignatureDoesNotMatch'
    | 'SignatureNonceUsed'
    | 'Forbidden.RAM'
    | 'Throttling.User'
    | 'Throttling.Api'
    | 'Throttling'
    | 'InvalidDomain.NotFound'
    | 'InternalError'
    | 'ServiceUnavailable'
    | 'InvalidConfig.NotFound';
  world: {
    domains?: WorldCollection<'DomainName'>;
    vodConfigs?: WorldCollection<'DomainName' | 'AppName' | 'StreamName' | 'RegionId' | 'RequestId'>;
  };
};

/** DescribeLiveRecordConfig of live, version 2016-11-01. */
export type DescribeLiveRecordConfig = {
  calls: {
    operation: 'DescribeLiveRecordConfig';
    where?: {
      DomainName?: ParameterValue;
      AppName?: ParameterValue;
      StreamName?: ParameterValue;
      PageNum?: ParameterValue;
      PageSize?: ParameterValue;
      Order?: ParameterValue;
    };
  };
  errors:
    | 'MissingDomainName'
    | 'MissingAppName'
    | 'MissingStreamName'
    | 'MissingPageNum'
    | 'MissingPageSize'
    | 'MissingOrder'
    | 'MissingAction'
    | 'MissingVersion'
    | 'MissingFormat'
    | 'MissingAccessKeyId'
    | 'InvalidDomainName'
    | 'InvalidAppName'
    | 'InvalidStreamName'
    | 'InvalidPageNum'
    | 'InvalidPageSize'
    | 'InvalidOrder'
    | 'InvalidAction'
    | 'InvalidVersion'
    | 'InvalidFormat'
    | 'InvalidAccessKeyId'
    | 'InvalidAction.NotFound'
    | 'UnsupportedHTTPMethod'
    | 'InvalidParameter.Format'
    | 'IncompleteSignature'
    | 'InvalidTimeStamp.Format'
    | 'InvalidTimeStamp.Expired'
    | 'InvalidAccessKeyId.NotFound'
    | 'InvalidAccessKeyId.Inactive'
    | 'InvalidSecurityToken.MismatchWithAccessKey'
    | 'InvalidSecurityToken.Expired'
    | 'SignatureDoesNotMatch'
    | 'SignatureNonceUsed'
    | 'Forbidden.RAM'
    | 'Throttling.User'
    | 'Throttling.Api'
    | 'Throttling'
    | 'InvalidDomain.NotFound'
    | 'InternalError'
    | 'ServiceUnavailable';
  world: {
    domains?: WorldCollection<'DomainName'>;
    recordConfigs?: WorldCollection<'DomainName' | 'AppName' | 'StreamName' | 'PageNum' | 'PageSize' | 'Order' | 'RequestId' | 'TotalPage' | 'TotalNum' | 'LiveAppRecordList' | '$pages' | '$total' | 'LiveAppRecord' | '$records' | 'EndTime' | 'StartTime' | 'DelayTime' | 'CreateTime' | 'OnDemond' | 'OssBucket' | 'OssEndpoint' | 'RecordFormatList' | 'TranscodeRecordFormatList' | 'TranscodeTemplates' | 'OnDemand' | 'RecordFormat' | 'SliceDuration' | 'CycleDuration' | 'SliceOssObjectPrefix' | 'OssObjectPrefix' | 'Format' | 'TranscodeRecordFormat' | 'Templates'>;
  };
};

/** DescribeLiveRecordNotifyConfig of live, version 2016-11-01. */
export type DescribeLiveRecordNotifyConfig = {
  calls: {
    operation: 'DescribeLiveRecordNotifyConfig';
    where?: {
      DomainName?: ParameterValue;
    };
  };
  errors:
    | 'MissingDomainName'
    | 'MissingAction'
    | 'MissingVersion'
    | 'MissingFormat'
    | 'MissingAccessKeyId'
    | 'InvalidDomainName'
    | 'InvalidAction'
    | 'InvalidVersion'
    | 'InvalidFormat'
    | 'InvalidAccessKeyId'
    | 'InvalidAction.NotFound'
    | 'UnsupportedHTTPMethod'
    | 'InvalidParameter.Format'
    | 'IncompleteSignature'
    | 'InvalidTimeStamp.Format'
    | 'InvalidTimeStamp.Expired'
    | 'InvalidAccessKeyId.NotFound'
    | 'InvalidAccessKeyId.Inactive'
    | 'InvalidSecurityToken.MismatchWithAccessKey'
    | 'InvalidSecurityToken.Expired'
    | 'SignatureDoesNotMatch'
    | 'SignatureNonceUsed'
    | 'Forbidden.RAM'
    | 'Throttling.User'
    | 'Throttling.Api'
    | 'Throttling'
    | 'InvalidDomain.NotFound'
    | 'InternalError'
    | 'ServiceUnavailable'
    | 'InvalidConfig.NotFound';
  world: {
    domains?: WorldCollection<'DomainName'>;
    notifyConfigs?: WorldCollection<'DomainName' | 'RequestId' | 'LiveRecordNotifyConfig' | 'NotifyReqAuth' | 'NotifyAuthKey' | 'NotifyUrl' | 'NeedStatusNotify' | 'OnDemandUrl' | '$record'>;
  };
};

/** DescribeLiveRecordVodConfigs of live, version 2016-11-01. */
export type DescribeLiveRecordVodConfigs = {
  calls: {
    operation: 'DescribeLiveRecordVodConfigs';
    where?: {
      RegionId?: ParameterValue;
      DomainName?: ParameterValue;
      AppName?: ParameterValue;
      StreamName?: ParameterValue;
      PageNum?: ParameterValue;
      PageSize?: ParameterValue;
    };
  };
  errors:
    | 'MissingRegionId'
    | 'MissingDomainName'
    | 'MissingAppName'
    | 'MissingStreamName'
    | 'MissingPageNum'
    | 'MissingPageSize'
    | 'MissingAction'
    | 'MissingVersion'
    | 'MissingFormat'
    | 'MissingAccessKeyId'
    | 'InvalidRegionId'
    | 'InvalidDomainName'
    | 'InvalidAppName'
    | 'InvalidStreamName'
    | 'InvalidPageNum'
    | 'InvalidPageSize'
    | 'InvalidAction'
    | 'InvalidVersion'
    | 'InvalidFormat'
    | 'InvalidAccessKeyId'
    | 'InvalidAction.NotFound'
    | 'UnsupportedHTTPMethod'
    | 'InvalidParameter.Format'
    | 'IncompleteSignature'
    | 'InvalidTimeStamp.Format'
    | 'InvalidTimeStamp.Expired'
    | 'InvalidAccessKeyId.NotFound'
    | 'InvalidAccessKeyId.Inactive'
    | 'InvalidSecurityToken.MismatchWithAccessKey'
    | 'InvalidSecurityToken.Expired'
    | 'SignatureDoesNotMatch'
    | 'SignatureNonceUsed'
    | 'Forbidden.RAM'
    | 'Throttling.User'
    | 'Throttling.Api'
    | 'Throttling'
    | 'InvalidDomain.NotFound'
    | 'InternalError'
    | 'ServiceUnavailable';
  world: {
    domains?: WorldCollection<'DomainName'>;
    vodConfigs?: WorldCollection<'DomainName' | 'AppName' | 'StreamName' | 'RegionId' | 'PageNum' | 'PageSize' | 'RequestId' | 'Total' | 'LiveRecordVodConfigs' | '$total' | 'LiveRecordVodConfig' | '$records' | 'StorageLocation' | 'AutoCompose' | 'OnDemand' | 'CreateTime' | 'VodTranscodeGroupId' | 'CycleDuration' | 'ComposeVodTranscodeGroupId'>;
  };
};

/** RealTimeRecordCommand of live, version 2016-11-01. */
export type RealTimeRecordCommand = {
  calls: {
    operation: 'RealTimeRecordCommand';
    where?: {
      RegionId?: ParameterValue;
      Command?: ParameterValue;
      DomainName?: ParameterValue;
      AppName?: ParameterValue;
      StreamName?: ParameterValue;
    };
  };
  errors:
    | 'MissingRegionId'
    | 'MissingCommand'
    | 'MissingDomainName'
    | 'MissingAppName'
    | 'MissingStreamName'
    | 'MissingAction'
    | 'MissingVersion'
    | 'MissingFormat'
    | 'MissingAccessKeyId'
    | 'InvalidRegionId'
    | 'InvalidCommand'
    | 'InvalidDomainName'
    | 'InvalidAppName'
    | 'InvalidStreamName'
    | 'InvalidAction'
    | 'InvalidVersion'
    | 'InvalidFormat'
    | 'InvalidAccessKeyId'
    | 'InvalidAction.NotFound'
    | 'UnsupportedHTTPMethod'
    | 'InvalidParameter.Format'
    | 'IncompleteSignature'
    | 'InvalidTimeStamp.Format'
    | 'InvalidTimeStamp.Expired'
    | 'InvalidAccessKeyId.NotFound'
    | 'InvalidAccessKeyId.Inactive'
    | 'InvalidSecurityToken.MismatchWithAccessKey'
    | 'InvalidSecurityToken.Expired'
    | 'SignatureDoesNotMatch'
    | 'SignatureNonceUsed'
    | 'Forbidden.RAM'
    | 'Throttling.User'
    | 'Throttling.Api'
    | 'Throttling'
    | 'InvalidDomain.NotFound'
    | 'InternalError'
    | 'ServiceUnavailable'
    | 'MalformedParam'
    | 'MissingParam'
    | 'CodeConfigNotFound'
    | 'StreamNotFound'
    | 'TaskAlreadyStarted';
  world: {
    domains?: WorldCollection<'DomainName'>;
    recordConfigs?: WorldCollection<'DomainName' | 'AppName' | 'StreamName'>;
    recordTasks?: WorldCollection<'DomainName' | 'AppName' | 'StreamName' | 'state' | 'RegionId' | 'Command' | 'RequestId'>;
  };
};

/** UpdateLiveAppRecordConfig of live, version 2016-11-01. */
export type UpdateLiveAppRecordConfig = {
  calls: {
    operation: 'UpdateLiveAppRecordConfig';
    where?: {
      DomainName?: ParameterValue;
      AppName?: ParameterValue;
      OssEndpoint?: ParameterValue;
      StreamName?: ParameterValue;
      StartTime?: ParameterValue;
      EndTime?: ParameterValue;
      OnDemand?: ParameterValue;
      DelayTime?: ParameterValue;
      RecordFormat?: ParameterValue | readonly { CycleDuration?: ParameterValue; Format?: ParameterValue; SliceDuration?: ParameterValue }[];
      TranscodeRecordFormat?: ParameterValue | readonly { CycleDuration?: ParameterValue; Format?: ParameterValue; SliceDuration?: ParameterValue }[];
      TranscodeTemplates?: ParameterValue | readonly ParameterValue[];
      [wire: `RecordFormat.${number}`]: ParameterValue | { CycleDuration?: ParameterValue; Format?: ParameterValue; SliceDuration?: ParameterValue };
      [wire: `RecordFormat.${number}.CycleDuration`]: ParameterValue;
      [wire: `RecordFormat.${number}.Format`]: ParameterValue;
      [wire: `RecordFormat.${number}.SliceDuration`]: ParameterValue;
      [wire: `TranscodeRecordFormat.${number}`]: ParameterValue | { CycleDuration?: ParameterValue; Format?: ParameterValue; SliceDuration?: ParameterValue };
      [wire: `TranscodeRecordFormat.${number}.CycleDuration`]: ParameterValue;
      [wire: `TranscodeRecordFormat.${number}.Format`]: ParameterValue;
      [wire: `TranscodeRecordFormat.${number}.SliceDuration`]: ParameterValue;
      [wire: `TranscodeTemplates.${number}`]: ParameterValue;
    };
  };
  errors:
    | 'MissingDomainName'
    | 'MissingAppName'
    | 'MissingOssEndpoint'
    | 'MissingStreamName'
    | 'MissingStartTime'
    | 'MissingEndTime'
    | 'MissingOnDemand'
    | 'MissingDelayTime'
    | 'MissingRecordFormat'
    | 'MissingCycleDuration'
    | 'MissingFormat'
    | 'MissingSliceDuration'
    | 'MissingTranscodeRecordFormat'
    | 'MissingTranscodeTemplates'
    | 'MissingAction'
    | 'MissingVersion'
    | 'MissingAccessKeyId'
    | 'InvalidDomainName'
    | 'InvalidAppName'
    | 'InvalidOssEndpoint'
    | 'InvalidStreamName'
    | 'InvalidStartTime'
    | 'InvalidEndTime'
    | 'InvalidOnDemand'
    | 'InvalidDelayTime'
    | 'InvalidRecordFormat'
    | 'InvalidCycleDuration'
    | 'InvalidFormat'
    | 'InvalidSliceDuration'
    | 'InvalidTranscodeRecordFormat'
    | 'InvalidTranscodeTemplates'
    | 'InvalidAction'
    | 'InvalidVersion'
    | 'InvalidAccessKeyId'
    | 'InvalidAction.NotFound'
    | 'UnsupportedHTTPMethod'
    | 'InvalidParameter.Format'
    | 'IncompleteSignature'
    | 'InvalidTimeStamp.Format'
    | 'InvalidTimeStamp.Expired'
    | 'InvalidAccessKeyId.NotFound'
    | 'InvalidAccessKeyId.Inactive'
    | 'InvalidSecurityToken.MismatchWithAccessKey'
    | 'InvalidSecurityToken.Expired'
    | 'SignatureDoesNotMatch'
    | 'SignatureNonceUsed'
    | 'Forbidden'
    | 'Throttling.User'
    | 'Throttling.Api'
    | 'Throttling'
    | 'InvalidDomain.NotFound'
    | 'InternalError'
    | 'ServiceUnavailable'
    | 'InvalidConfig.NotFound'
    | 'InvalidOssBucket.Malformed'
    | 'InvalidOssBucket.NotFound'
    | 'InvalidFormat.Malformed'
    | 'InvalidCycleDuration.Malformed'
    | 'InvalidSliceDuration.Malformed'
    | 'InvalidTemplateLength.Malformed'
    | 'InvalidTemplate.ForbidRaw'
    | 'MissingTemplate'
    | 'MissingOssObjectPrefix'
    | 'MissingSliceOssObjectPrefix'
    | 'InvalidOssObjectPrefix.Malformed'
    | 'InvalidSliceOssObjectPrefix.Malformed'
    | 'ConfigAlreadyExists'
    | 'InvalidFormat.IllegalOperation'
    | 'Live2Vod.ConfigAlreadyExists'
    | 'InvalidStartTime.Malformed'
    | 'InvalidEndTime.Malformed'
    | 'InvalidEndTime.Mismatch'
    | 'InvalidStartTime.Mismatch'
    | 'InvalidOssEndpoint.Malformed';
  world: {
    domains?: WorldCollection<'DomainName'>;
    recordConfigs?: WorldCollection<'DomainName' | 'AppName' | 'StreamName' | 'OssEndpoint' | 'StartTime' | 'EndTime' | 'OnDemand' | 'DelayTime' | 'RecordFormat' | 'TranscodeRecordFormat' | 'TranscodeTemplates' | 'CycleDuration' | 'Format' | 'SliceDuration' | 'RequestId'>;
  };
};

/** UpdateLiveRecordNotifyConfig of live, version 2016-11-01. */
export type UpdateLiveRecordNotifyConfig = {
  calls: {
    operation: 'UpdateLiveRecordNotifyConfig';
    where?: {
      DomainName?: ParameterValue;
      NotifyUrl?: ParameterValue;
      OnDemandUrl?: ParameterValue;
      NeedStatusNotify?: ParameterValue;
      NotifyReqAuth?: ParameterValue;
      NotifyAuthKey?: ParameterValue;
    };
  };
  errors:
    | 'MissingDomainName'
    | 'MissingNotifyUrl'
    | 'MissingOnDemandUrl'
    | 'MissingNeedStatusNotify'
    | 'MissingNotifyReqAuth'
    | 'MissingNotifyAuthKey'
    | 'MissingAction'
    | 'MissingVersion'
    | 'MissingFormat'
    | 'MissingAccessKeyId'
    | 'InvalidDomainName'
    | 'InvalidNotifyUrl'
    | 'InvalidOnDemandUrl'
    | 'InvalidNeedStatusNotify'
    | 'InvalidNotifyReqAuth'
    | 'InvalidNotifyAuthKey'
    | 'InvalidAction'
    | 'InvalidVersion'
    | 'InvalidFormat'
    | 'InvalidAccessKeyId'
    | 'InvalidAction.NotFound'
    | 'UnsupportedHTTPMethod'
    | 'InvalidParameter.Format'
    | 'IncompleteSignature'
    | 'InvalidTimeStamp.Format'
    | 'InvalidTimeStamp.Expired'
    | 'InvalidAccessKeyId.NotFound'
    | 'InvalidAccessKeyId.Inactive'
    | 'InvalidSecurityToken.MismatchWithAccessKey'
    | 'InvalidSecurityToken.Expired'
    | 'SignatureDoesNotMatch'
    | 'SignatureNonceUsed'
    | 'Forbidden'
    | 'Throttling.User'
    | 'Throttling.Api'
    | 'Throttling'
    | 'InvalidDomain.NotFound'
    | 'InternalError'
    | 'ServiceUnavailable'
    | 'InvalidNotifyUrl.Malformed'
    | 'InvalidNotifyUrl.Unsafe'
    | 'InvalidOnDemandUrl.Malformed'
    | 'InvalidOnDemandUrl.Unsafe'
    | 'InvalidConfig.NotFound';
  world: {
    domains?: WorldCollection<'DomainName'>;
    notifyConfigs?: WorldCollection<'DomainName' | 'NotifyUrl' | 'OnDemandUrl' | 'NeedStatusNotify' | 'NotifyReqAuth' | 'NotifyAuthKey' | 'RequestId'>;
  };
};

/** The names of the whole contract. */
export type BuiltInTypes =
  | AddLiveAppRecordConfig
  | AddLiveRecordNotifyConfig
  | AddLiveRecordVodConfig
  | DeleteLiveAppRecordConfig
  | DeleteLiveRecordNotifyConfig
  | DeleteLiveRecordVodConfig
  | DescribeLiveRecordConfig
  | DescribeLiveRecordNotifyConfig
  | DescribeLiveRecordVodConfigs
  | RealTimeRecordCommand
  | UpdateLiveAppRecordConfig
  | UpdateLiveRecordNotifyConfig;
