/** Which operation of which product and version a source is about, where its own text does not say. */
import { documents as builtIn } from '../openapi/documents.ts';
import { isArray, isObject } from '../json.ts';
import type { SourceDocument } from './source-document.ts';

export interface GuessedNames {
  readonly operation?: string;
  readonly product?: string;
  readonly version?: string;
  readonly date: string;
}

/** What stands for a product or a version that nothing tells. */
const unknown = 'unknown';

const day = /\d{4}-\d{2}-\d{2}/;

/**
 * Names in a path or an address: `…/products/live/versions/2016-11-01/apis/AddThing/api.json`,
 * `en_us/live/2016-11-01/api-docs.json`, `cdn.AddThing.en-US.md`, `AddThing.en_us.2025-12-19.api.json`.
 */
export function namesFrom(path: string): GuessedNames {
  const address =
    /\/products\/(?<product>[^/?]+)\/versions\/(?<version>[^/?]+)(?:\/apis\/(?<operation>[^/?]+))?/i.exec(
      path,
    )?.groups;
  if (address)
    return {
      date: '',
      ...(address['product'] !== undefined && { product: address['product'] }),
      ...(address['version'] !== undefined && { version: address['version'] }),
      ...(address['operation'] !== undefined && { operation: address['operation'] }),
    };
  const steps = path.split(/[/\\]/);
  const file = (steps.at(-1) ?? '').replace(/[?#].*$/, '');
  const words = file.split('.');
  const operation = words.find((word) => /^[A-Z][a-z]+[A-Za-z0-9]*$/.test(word) && !/^README$/i.test(word));
  const first = words[0] ?? '';
  const folder = steps.slice(0, -1);
  const version = folder.findLast((step) => day.test(step) && step.length === 10);
  const above = version === undefined ? undefined : folder[folder.lastIndexOf(version) - 1];
  const product = operation !== undefined && /^[a-z][a-z0-9-]*$/.test(first) ? first : above;
  return {
    date: day.exec(file)?.[0] ?? '',
    ...(operation !== undefined && { operation }),
    ...(product !== undefined && { product }),
    ...(version !== undefined && { version }),
  };
}

/** Fill in a product and a version from what is known: of this package's own operations, and of the vendor's products. */
export function completeNames(
  document: SourceDocument,
  known: { readonly product?: string; readonly version?: string },
): SourceDocument {
  const own = ownOperation(document.operation);
  const product = document.product || (known.product ?? own?.product ?? productOfHost(document) ?? unknown);
  const version =
    document.version || (known.version ?? versions[product.toLowerCase()] ?? own?.version ?? unknown);
  return { ...document, product, version };
}

function ownOperation(operation: string): { readonly product: string; readonly version: string } | undefined {
  const document = builtIn[operation];
  const info = document && isObject(document['info']) ? document['info'] : undefined;
  const servers = document?.['servers'];
  const [server] = isArray(servers) ? servers : [];
  const host = isObject(server)
    ? /\/\/(?<product>[a-z0-9-]+)\./.exec(String(server['url']))?.groups?.['product']
    : undefined;
  return info && host !== undefined ? { product: host, version: String(info['version']) } : undefined;
}

function productOfHost({ hosts, errorExample }: SourceDocument): string | undefined {
  const host = hosts[0] ?? (typeof errorExample?.['HostId'] === 'string' ? errorExample['HostId'] : '');
  return /^(?<product>[a-z][a-z0-9-]*)\.(?:[a-z0-9-]+\.)?aliyuncs\.com$/.exec(host)?.groups?.['product'];
}

/** Versions of products of style RPC, as their request samples have them. A page does not print its version. */
const versions: Readonly<Record<string, string>> = {
  alidns: '2015-01-09',
  cas: '2020-04-07',
  cbn: '2017-09-12',
  cdn: '2018-05-10',
  cms: '2019-01-01',
  'cloud-siem': '2022-06-16',
  dcdn: '2018-01-15',
  dds: '2015-12-01',
  domain: '2018-01-29',
  drds: '2019-01-23',
  dts: '2020-01-01',
  dysmsapi: '2017-05-25',
  eipanycast: '2020-03-09',
  ecs: '2014-05-26',
  emr: '2021-03-20',
  ess: '2022-02-22',
  ga: '2019-11-20',
  gpdb: '2016-05-03',
  hbase: '2019-01-01',
  hbr: '2017-09-08',
  hitsdb: '2020-06-15',
  imm: '2020-09-30',
  iot: '2018-01-20',
  kms: '2016-01-20',
  live: '2016-11-01',
  mts: '2014-06-18',
  nas: '2017-06-26',
  nlb: '2022-04-30',
  alb: '2020-06-16',
  oceanbase: '2019-09-01',
  ons: '2019-02-14',
  pai: '2022-01-01',
  polardb: '2017-08-01',
  privatelink: '2020-04-15',
  pvtz: '2018-01-01',
  'r-kvstore': '2015-01-01',
  ram: '2015-05-01',
  rds: '2014-08-15',
  resourcemanager: '2020-03-31',
  sas: '2018-12-03',
  slb: '2014-05-15',
  sts: '2015-04-01',
  vod: '2017-03-21',
  vpc: '2016-04-28',
  'waf-openapi': '2021-10-01',
  tag: '2018-08-28',
};
