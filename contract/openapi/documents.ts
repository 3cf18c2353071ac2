/** Made from ../pages and ../overlays by `npm run understudy -- contract build`. Not to be edited. */
import type { JsonObject } from '../json.ts';
import { document as addLiveAppRecordConfig } from './documents/add-live-app-record-config.ts';
import { document as addLiveRecordNotifyConfig } from './documents/add-live-record-notify-config.ts';
import { document as addLiveRecordVodConfig } from './documents/add-live-record-vod-config.ts';
import { document as deleteLiveAppRecordConfig } from './documents/delete-live-app-record-config.ts';
import { document as deleteLiveRecordNotifyConfig } from './documents/delete-live-record-notify-config.ts';
import { document as deleteLiveRecordVodConfig } from './documents/delete-live-record-vod-config.ts';
import { document as describeLiveRecordConfig } from './documents/describe-live-record-config.ts';
import { document as describeLiveRecordNotifyConfig } from './documents/describe-live-record-notify-config.ts';
import { document as describeLiveRecordVodConfigs } from './documents/describe-live-record-vod-configs.ts';
import { document as realTimeRecordCommand } from './documents/real-time-record-command.ts';
import { document as updateLiveAppRecordConfig } from './documents/update-live-app-record-config.ts';
import { document as updateLiveRecordNotifyConfig } from './documents/update-live-record-notify-config.ts';

/** The OpenAPI documents, by operation. */
export const documents: Readonly<Record<string, JsonObject>> = {
  AddLiveAppRecordConfig: addLiveAppRecordConfig,
  AddLiveRecordNotifyConfig: addLiveRecordNotifyConfig,
  AddLiveRecordVodConfig: addLiveRecordVodConfig,
  DeleteLiveAppRecordConfig: deleteLiveAppRecordConfig,
  DeleteLiveRecordNotifyConfig: deleteLiveRecordNotifyConfig,
  DeleteLiveRecordVodConfig: deleteLiveRecordVodConfig,
  DescribeLiveRecordConfig: describeLiveRecordConfig,
  DescribeLiveRecordNotifyConfig: describeLiveRecordNotifyConfig,
  DescribeLiveRecordVodConfigs: describeLiveRecordVodConfigs,
  RealTimeRecordCommand: realTimeRecordCommand,
  UpdateLiveAppRecordConfig: updateLiveAppRecordConfig,
  UpdateLiveRecordNotifyConfig: updateLiveRecordNotifyConfig,
};
