/** Made from ../pages and ../overlays by `npm run understudy -- contract build`. Not to be edited. */
import type { ParameterValue as Value } from '../contract-types.ts';

/** The operations of this package's contract, with their parameters, errors and collections. */
export type BuiltInTypes = {
  AddLiveAppRecordConfig: {
    parameters: {
      DomainName?: Value;
      AppName?: Value;
      OssEndpoint?: Value;
      OssBucket?: Value;
      StreamName?: Value;
      StartTime?: Value;
      EndTime?: Value;
      OnDemand?: Value;
      DelayTime?: Value;
      RecordFormat?: Value | readonly { SliceDuration?: Value; SliceOssObjectPrefix?: Value; CycleDuration?: Value; OssObjectPrefix?: Value; Format?: Value }[];
      TranscodeRecordFormat?: Value | readonly { SliceDuration?: Value; SliceOssObjectPrefix?: Value; CycleDuration?: Value; OssObjectPrefix?: Value; Format?: Value }[];
      TranscodeTemplates?: Value | readonly Value[];
      [wire: `RecordFormat.${number}`]: Value | { SliceDuration?: Value; SliceOssObjectPrefix?: Value; CycleDuration?: Value; OssObjectPrefix?: Value; Format?: Value };
      [wire: `RecordFormat.${number}.SliceDuration`]: Value;
      [wire: `RecordFormat.${number}.SliceOssObjectPrefix`]: Value;
      [wire: `RecordFormat.${number}.CycleDuration`]: Value;
      [wire: `RecordFormat.${number}.OssObjectPrefix`]: Value;
      [wire: `RecordFormat.${number}.Format`]: Value;
      [wire: `TranscodeRecordFormat.${number}`]: Value | { SliceDuration?: Value; SliceOssObjectPrefix?: Value; CycleDuration?: Value; OssObjectPrefix?: Value; Format?: Value };
      [wire: `TranscodeRecordFormat.${number}.SliceDuration`]: Value;
      [wire: `TranscodeRecordFormat.${number}.SliceOssObjectPrefix`]: Value;
      [wire: `TranscodeRecordFormat.${number}.CycleDuration`]: Value;
      [wire: `TranscodeRecordFormat.${number}.OssObjectPrefix`]: Value;
      [wire: `TranscodeRecordFormat.${number}.Format`]: Value;
      [wire: `TranscodeTemplates.${number}`]: Value;
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
    collections: {
      domains: 'DomainName';
      buckets: 'OssBucket';
      streams: 'DomainName' | 'AppName' | 'StreamName' | 'StartedAt';
      vodConfigs: 'DomainName' | 'AppName';
      recordConfigs: 'DomainName' | 'AppName' | 'StreamName' | 'CreateTime' | 'OssEndpoint' | 'OssBucket' | 'StartTime' | 'EndTime' | 'OnDemand' | 'DelayTime' | 'RecordFormat' | 'TranscodeRecordFormat' | 'TranscodeTemplates' | 'SliceDuration' | 'SliceOssObjectPrefix' | 'CycleDuration' | 'OssObjectPrefix' | 'Format' | 'RequestId';
    };
  };
  AddLiveRecordNotifyConfig: {
    parameters: {
      DomainName?: Value;
      NotifyUrl?: Value;
      NeedStatusNotify?: Value;
      OnDemandUrl?: Value;
      NotifyReqAuth?: Value;
      NotifyAuthKey?: Value;
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
    collections: {
      domains: 'DomainName';
      notifyConfigs: 'DomainName' | 'NotifyUrl' | 'NeedStatusNotify' | 'OnDemandUrl' | 'NotifyReqAuth' | 'NotifyAuthKey' | 'RequestId';
    };
  };
  AddLiveRecordVodConfig: {
    parameters: {
      RegionId?: Value;
      DomainName?: Value;
      AppName?: Value;
      StreamName?: Value;
      VodTranscodeGroupId?: Value;
      CycleDuration?: Value;
      AutoCompose?: Value;
      StorageLocation?: Value;
      ComposeVodTranscodeGroupId?: Value;
      OnDemand?: Value;
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
    collections: {
      domains: 'DomainName';
      templateGroups: 'VodTranscodeGroupId';
      composeTemplateGroups: 'ComposeVodTranscodeGroupId';
      storages: 'StorageLocation';
      recordConfigs: 'DomainName' | 'AppName';
      vodConfigs: 'DomainName' | 'AppName' | 'StreamName' | 'CreateTime' | 'RegionId' | 'VodTranscodeGroupId' | 'CycleDuration' | 'AutoCompose' | 'StorageLocation' | 'ComposeVodTranscodeGroupId' | 'OnDemand' | 'RequestId';
    };
  };
  DeleteLiveAppRecordConfig: {
    parameters: {
      DomainName?: Value;
      AppName?: Value;
      StreamName?: Value;
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
    collections: {
      domains: 'DomainName';
      recordConfigs: 'DomainName' | 'AppName' | 'StreamName' | 'RequestId';
    };
  };
  DeleteLiveRecordNotifyConfig: {
    parameters: {
      DomainName?: Value;
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
    collections: {
      domains: 'DomainName';
      notifyConfigs: 'DomainName' | 'RequestId';
    };
  };
  DeleteLiveRecordVodConfig: {
    parameters: {
      RegionId?: Value;
      DomainName?: Value;
      AppName?: Value;
      StreamName?: Value;
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
    collections: {
      domains: 'DomainName';
      vodConfigs: 'DomainName' | 'AppName' | 'StreamName' | 'RegionId' | 'RequestId';
    };
  };
  DescribeLiveRecordConfig: {
    parameters: {
      DomainName?: Value;
      AppName?: Value;
      StreamName?: Value;
      PageNum?: Value;
      PageSize?: Value;
      Order?: Value;
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
    collections: {
      domains: 'DomainName';
      recordConfigs: 'DomainName' | 'AppName' | 'StreamName' | 'PageNum' | 'PageSize' | 'Order' | 'RequestId' | 'TotalPage' | 'TotalNum' | 'LiveAppRecordList' | '$pages' | '$total' | 'LiveAppRecord' | '$records' | 'EndTime' | 'StartTime' | 'DelayTime' | 'CreateTime' | 'OnDemond' | 'OssBucket' | 'OssEndpoint' | 'RecordFormatList' | 'TranscodeRecordFormatList' | 'TranscodeTemplates' | 'OnDemand' | 'RecordFormat' | 'SliceDuration' | 'CycleDuration' | 'SliceOssObjectPrefix' | 'OssObjectPrefix' | 'Format' | 'TranscodeRecordFormat' | 'Templates';
    };
  };
  DescribeLiveRecordNotifyConfig: {
    parameters: {
      DomainName?: Value;
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
    collections: {
      domains: 'DomainName';
      notifyConfigs: 'DomainName' | 'RequestId' | 'LiveRecordNotifyConfig' | 'NotifyReqAuth' | 'NotifyAuthKey' | 'NotifyUrl' | 'NeedStatusNotify' | 'OnDemandUrl' | '$record';
    };
  };
  DescribeLiveRecordVodConfigs: {
    parameters: {
      RegionId?: Value;
      DomainName?: Value;
      AppName?: Value;
      StreamName?: Value;
      PageNum?: Value;
      PageSize?: Value;
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
    collections: {
      domains: 'DomainName';
      vodConfigs: 'DomainName' | 'AppName' | 'StreamName' | 'RegionId' | 'PageNum' | 'PageSize' | 'RequestId' | 'Total' | 'LiveRecordVodConfigs' | '$total' | 'LiveRecordVodConfig' | '$records' | 'StorageLocation' | 'AutoCompose' | 'OnDemand' | 'CreateTime' | 'VodTranscodeGroupId' | 'CycleDuration' | 'ComposeVodTranscodeGroupId';
    };
  };
  RealTimeRecordCommand: {
    parameters: {
      RegionId?: Value;
      Command?: Value;
      DomainName?: Value;
      AppName?: Value;
      StreamName?: Value;
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
    collections: {
      domains: 'DomainName';
      recordConfigs: 'DomainName' | 'AppName' | 'StreamName';
      recordTasks: 'DomainName' | 'AppName' | 'StreamName' | 'state' | 'RegionId' | 'Command' | 'RequestId';
    };
  };
  UpdateLiveAppRecordConfig: {
    parameters: {
      DomainName?: Value;
      AppName?: Value;
      OssEndpoint?: Value;
      StreamName?: Value;
      StartTime?: Value;
      EndTime?: Value;
      OnDemand?: Value;
      DelayTime?: Value;
      RecordFormat?: Value | readonly { CycleDuration?: Value; Format?: Value; SliceDuration?: Value }[];
      TranscodeRecordFormat?: Value | readonly { CycleDuration?: Value; Format?: Value; SliceDuration?: Value }[];
      TranscodeTemplates?: Value | readonly Value[];
      [wire: `RecordFormat.${number}`]: Value | { CycleDuration?: Value; Format?: Value; SliceDuration?: Value };
      [wire: `RecordFormat.${number}.CycleDuration`]: Value;
      [wire: `RecordFormat.${number}.Format`]: Value;
      [wire: `RecordFormat.${number}.SliceDuration`]: Value;
      [wire: `TranscodeRecordFormat.${number}`]: Value | { CycleDuration?: Value; Format?: Value; SliceDuration?: Value };
      [wire: `TranscodeRecordFormat.${number}.CycleDuration`]: Value;
      [wire: `TranscodeRecordFormat.${number}.Format`]: Value;
      [wire: `TranscodeRecordFormat.${number}.SliceDuration`]: Value;
      [wire: `TranscodeTemplates.${number}`]: Value;
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
    collections: {
      domains: 'DomainName';
      recordConfigs: 'DomainName' | 'AppName' | 'StreamName' | 'OssEndpoint' | 'StartTime' | 'EndTime' | 'OnDemand' | 'DelayTime' | 'RecordFormat' | 'TranscodeRecordFormat' | 'TranscodeTemplates' | 'CycleDuration' | 'Format' | 'SliceDuration' | 'RequestId';
    };
  };
  UpdateLiveRecordNotifyConfig: {
    parameters: {
      DomainName?: Value;
      NotifyUrl?: Value;
      OnDemandUrl?: Value;
      NeedStatusNotify?: Value;
      NotifyReqAuth?: Value;
      NotifyAuthKey?: Value;
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
    collections: {
      domains: 'DomainName';
      notifyConfigs: 'DomainName' | 'NotifyUrl' | 'OnDemandUrl' | 'NeedStatusNotify' | 'NotifyReqAuth' | 'NotifyAuthKey' | 'RequestId';
    };
  };
};
