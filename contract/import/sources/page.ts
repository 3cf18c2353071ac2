/** A reference page, from its blocks: what its sections say, as a neutral document. */
import { isObject, type Json, type JsonObject } from '../../json.ts';
import { ImportError } from '../import-error.ts';
import { languageOf } from '../language.ts';
import type { NotRead, Passage, SourceDocument, SourcePermission } from '../source-document.ts';
import { cleanHeading, sectionsOf, type PageBlock, type Section, type SectionBlocks } from './blocks.ts';
import { withoutCommon } from './common.ts';
import { errorsOf, type PageErrorTable } from './page-errors.ts';
import { parameterTables } from './rows.ts';
import { tablesIn, titleOfTable } from './tables.ts';
import { treeOf } from './tree.ts';

export interface PageNames {
  readonly name: string;
  readonly date: string;
  readonly operation?: string;
  readonly product?: string;
  readonly version?: string;
}

/** `text` is the whole page, for what stands anywhere in it: links, dates. Throws ImportError for what is no reference page. */
export function readPage(blocks: readonly PageBlock[], text: string, names: PageNames): SourceDocument {
  const sections = sectionsOf(blocks);
  const of = (section: Section): readonly PageBlock[] =>
    sections.filter((one) => one.section === section).flatMap((one) => one.blocks);
  if (
    !sections.some(({ section }) => section === 'request' || section === 'response' || section === 'errors')
  )
    throw new ImportError(
      `Failed to import "${names.name}": it has no section "Request parameters", "Response parameters" or "Error codes". Give an API reference page.`,
    );
  const ram = permissionOf(of('ram'));
  const samples = samplesOf([...of('examples'), ...of('other')]);
  const link = linkOf(text);
  const operation = operationOf(blocks, text, names, link, ram);
  const requestTables = parameterTables(of('request'), 'Request parameters');
  const responseTables = parameterTables(of('response'), 'Response parameters');
  const [request, response, errors] = [treeOf(requestTables), treeOf(responseTables), errorsOf(of('errors'))];
  const errorExample = samples.find((sample) => 'Code' in sample && 'Message' in sample);
  return {
    kind: 'page',
    name: names.name,
    date: dateOf(text) || names.date,
    language: languageOf(text),
    operation,
    product: (ram ? ram.action.split(':')[0] : undefined) ?? link.product ?? names.product ?? '',
    version: link.version ?? names.version ?? '',
    title: titleOf(blocks, operation),
    style: isRoa(of('syntax'), text) ? 'ROA' : 'RPC',
    hosts: hostOf(errorExample, text),
    operationType: ram?.access ?? '',
    prose: passagesOf(sections),
    parameters: withoutCommon(request.parameters),
    response: response.parameters,
    errors: errors.errors,
    ram,
    errorExample,
    notRead: [
      ...missingIn(sections, errors),
      ...tablesIn(of('common'))
        .slice(1)
        .map((table) => ({ place: 'Request parameters', text: titleOfTable(table) })),
      ...requestTables.notRead,
      ...request.notRead,
      ...responseTables.notRead,
      ...response.notRead,
      ...errors.notRead,
    ],
  };
}

/** What a reference page usually has, and this one has not. */
function missingIn(
  sections: readonly SectionBlocks[],
  { errors, notRead }: PageErrorTable,
): readonly NotRead[] {
  const has = (section: Section): boolean => sections.some((one) => one.section === section);
  const missing: (readonly [place: string, text: string])[] = [];
  if (!has('request'))
    missing.push([
      'Request parameters',
      'the page has no such section: its operation is read as one without parameters',
    ]);
  if (!has('response')) missing.push(['Response parameters', 'the page has no such section']);
  if (errors.length === 0 && notRead.length === 0) missing.push(['Error codes', 'the page prints none']);
  return missing.map(([place, text]) => ({ place, text }));
}

interface Link {
  readonly product?: string;
  readonly version?: string;
  readonly operation?: string;
}

/** The vendor's pages link to the place where they can be tried: `…/api/Cdn/2018-05-10/AddThing`, `…product=Cdn&api=AddThing&version=…`. */
function linkOf(text: string): Link {
  const path =
    /\/(?:api|document)\/(?<product>[A-Za-z0-9-]+)\/(?<version>\d{4}-\d{2}-\d{2})\/(?<operation>[A-Za-z]\w*)/.exec(
      text,
    )?.groups;
  const product =
    /[?&#/]product=(?<product>[A-Za-z0-9-]+)/.exec(text)?.groups?.['product'] ??
    /error-center\.[a-z.]+\/status\/product\/(?<product>[A-Za-z0-9-]+)/.exec(text)?.groups?.['product'];
  const version = /[?&]version=(?<version>\d{4}-\d{2}-\d{2})/.exec(text)?.groups?.['version'];
  const operation = /[?&]api=(?<operation>[A-Za-z]\w*)/.exec(text)?.groups?.['operation'];
  const tried = path?.['operation'] === 'errorCode' ? undefined : path?.['operation'];
  return {
    ...((path?.['product'] ?? product) !== undefined && { product: path?.['product'] ?? product ?? '' }),
    ...((path?.['version'] ?? version) !== undefined && { version: path?.['version'] ?? version ?? '' }),
    ...((tried ?? operation) !== undefined && { operation: tried ?? operation ?? '' }),
  };
}

function operationOf(
  blocks: readonly PageBlock[],
  text: string,
  { operation, name }: PageNames,
  link: Link,
  ram: SourcePermission | undefined,
): string {
  const quoted = /title:\s*"?(?<name>[A-Z][A-Za-z0-9]+)\s*[-–]/.exec(text.slice(0, 600))?.groups?.['name'];
  const sample = /[?&]\s*Action=(?<name>[A-Z]\w+)/.exec(text)?.groups?.['name'];
  const found =
    quoted ?? titled(blocks) ?? link.operation ?? ram?.action.split(':')[1] ?? sample ?? operation;
  if (found !== undefined) return found;
  throw new ImportError(
    `Failed to import "${name}": neither the page nor its name says which operation it is about. Name the file after it, such as CreateThing.md.`,
  );
}

/** `AddThing`, `Product:AddThing` or `AddThing - what it does`, as the first heading or one of the first lines. */
function titled(blocks: readonly PageBlock[]): string | undefined {
  for (const [index, block] of blocks.slice(0, 8).entries()) {
    if (!('text' in block)) continue;
    const groups =
      /^(?<product>[^\n:：]{1,60}[:：])?\s*(?<name>[A-Z][a-z]+(?:[A-Z0-9][a-z0-9]*)+)(?:\s+[-–—].*)?$/.exec(
        cleanHeading(block.text),
      )?.groups;
    const isTitle = block.kind === 'heading' || index === 0 || groups?.['product'] !== undefined;
    if (groups && isTitle) return groups['name'];
  }
  return undefined;
}

function titleOf(blocks: readonly PageBlock[], operation: string): string {
  const line = blocks
    .slice(0, 6)
    .find((block) => 'text' in block && block.text.includes(operation) && block.text.length < 120);
  const text = line && 'text' in line ? cleanHeading(line.text) : operation;
  const parts = /^(?<product>[^:：]+)[:：]\s*(?<rest>.+)$/.exec(text)?.groups;
  return parts ? `${parts['product']?.trim()}, ${parts['rest']?.trim()}` : operation;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

function dateOf(text: string): string {
  const english =
    /(?:Last )?Updated?:?\s*(?<month>[A-Z][a-z]{2})[a-z]*\.?\s+(?<day>\d{1,2}),?\s+(?<year>\d{4})/.exec(
      text,
    )?.groups;
  if (english) {
    const month = months.indexOf((english['month'] ?? '').toLowerCase()) + 1;
    if (month > 0)
      return [english['year'], String(month).padStart(2, '0'), String(english['day']).padStart(2, '0')].join(
        '-',
      );
  }
  const iso =
    /(?:更新时间|最近更新|Last Updated|updated)["']?\s*[:：]\s*["']?(?<date>\d{4}-\d{2}-\d{2})/i.exec(text)
      ?.groups?.['date'];
  return iso ?? '';
}

function isRoa(syntax: readonly PageBlock[], text: string): boolean {
  const samples = syntax.flatMap((block) => ('text' in block ? [block.text] : []));
  return (
    samples.some((sample) => /^\s*(?:GET|POST|PUT|DELETE|PATCH)\s+\/\w/m.test(sample)) ||
    /[?&]type=ROA\b/.test(text)
  );
}

function hostOf(errorExample: JsonObject | undefined, text: string): readonly string[] {
  const given = errorExample?.['HostId'];
  if (typeof given === 'string' && /^[\w-]+(?:\.[\w-]+)+$/.test(given)) return [given];
  const sample = /https?(?:\(s\))?:\/\/\[?(?<host>[a-z][\w-]*(?:\.[a-z0-9-]+)*\.aliyuncs\.com)\]?\/\?/.exec(
    text,
  )?.groups?.['host'];
  return sample === undefined ? [] : [sample];
}

function passagesOf(sections: readonly SectionBlocks[]): readonly Passage[] {
  const named: Readonly<Record<string, string>> = {
    description: 'Operation description',
    limits: 'QPS limits',
  };
  return sections.flatMap(({ section, blocks }) => {
    const name = named[section];
    const text = blocks.flatMap((block) => (block.kind === 'text' ? [block.text] : [])).join('\n');
    return name === undefined || text === '' ? [] : [{ section: name, text }];
  });
}

/** The cells of the table, in whatever layout: an action, a level, an ARN. */
function permissionOf(blocks: readonly PageBlock[]): SourcePermission | undefined {
  const cells = blocks
    .flatMap((block) =>
      block.kind === 'row' ? block.cells : block.kind === 'text' ? block.text.split('\n') : [],
    )
    .map((cell) => cell.replaceAll(/[`\\]/g, '').trim());
  const action = cells.find((cell) => /^[a-z][a-z0-9-]*:[A-Z]\w+$/.test(cell));
  if (action === undefined) return undefined;
  const access =
    cells.find((cell) => /^(?:create|list|get|update|delete|read|write|none)$/i.test(cell)) ?? '';
  const resource = cells.flatMap((cell) => cell.split(/\s+/)).find((cell) => cell.startsWith('acs:')) ?? '*';
  return { action, access: access.toLowerCase(), resource };
}

/** The JSON objects among the samples. */
function samplesOf(blocks: readonly PageBlock[]): readonly JsonObject[] {
  return blocks.flatMap((block) => {
    if (block.kind !== 'code') return [];
    const value = parseJson(block.text);
    return isObject(value) ? [value] : [];
  });
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined; // samples are often XML, or broken: they show nothing then
  }
}
