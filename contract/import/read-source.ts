/** A source, whatever it looks like, as neutral documents: one for each operation that it is about. */
import { isObject, type JsonObject } from '../json.ts';
import { ImportError } from './import-error.ts';
import { completeNames, namesFrom } from './names.ts';
import { readHtmlBlocks } from './sources/html.ts';
import { readMarkdownBlocks } from './sources/markdown.ts';
import { readPage, type PageNames } from './sources/page.ts';
import { readTextBlocks } from './sources/text.ts';
import { isMetadata, readMetadata } from './sources/metadata.ts';
import type { SourceDocument } from './source-document.ts';

export interface SourceText {
  /** What a person calls it: a path or an address. */
  readonly name: string;
  readonly text: string;
  /** `yyyy-mm-dd`, where the source itself may not say it; empty where nobody knows. */
  readonly date: string;
}

export interface KnownNames {
  readonly product?: string;
  readonly version?: string;
}

/** Throws ImportError, one sentence with the way out, for a text of a kind that is not read. */
export function readSource(source: SourceText, known: KnownNames = {}): readonly SourceDocument[] {
  const text = source.text.replaceAll(/\r\n?/g, '\n');
  try {
    return readText({ ...source, text }, known);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new ImportError(
      `Failed to import "${source.name}": its parts are nested too deeply to be read. Save the page once more, or give its metadata.`,
      { cause },
    );
  }
}

function readText({ name, text, date }: SourceText, known: KnownNames): readonly SourceDocument[] {
  if (text.trim() === '') throw new ImportError(`Failed to import "${name}": it is empty. Fetch it again.`);
  // As a file in UTF-16 is when it is taken for UTF-8, or one that is no text at all.
  if (text.includes('\u0000'))
    throw new ImportError(`Failed to import "${name}": it is no text in UTF-8. Save it as UTF-8.`);
  const guessed = { ...namesFrom(name), ...known };
  const names = { ...guessed, name, date: guessed.date || date };
  const documents = isJson(text)
    ? readMetadata(parseMetadata(text, name), names)
    : [readReference(text, names)];
  if (documents.length === 0)
    throw new ImportError(
      `Failed to import "${name}": there is no operation in it. Give an api.json or api-docs.json.`,
    );
  return documents.map((document) => completeNames(document, known));
}

/** A page, as HTML, Markdown or text. */
function readReference(text: string, names: PageNames): SourceDocument {
  if (/^\s*(?:<!--|<!doctype html|<html|<head|<body|<main|<div|<article|<section)/i.test(text)) {
    const { blocks, title, isLogin } = readHtmlBlocks(text);
    const hasTable = blocks.some(({ kind }) => kind === 'row');
    if (isLogin && !hasTable)
      throw new ImportError(
        `Failed to import "${names.name}": it is a page that asks for a login. Save the page from a browser that is logged in, and give the file.`,
      );
    const operation = names.operation ?? /^[A-Z][a-z]+\w*[A-Z]\w*/.exec(title)?.[0];
    return readPage(blocks, text, { ...names, ...(operation !== undefined && { operation }) });
  }
  const isMarkdown =
    /^#{1,6}\s|^\s*\|.*\|\s*$|^\s*:?-{2,}:?\s*\||^\*\*[^*\n]+\*\*:?\s*$|^(?:={3,}|-{3,})$/m.test(text);
  return readPage(isMarkdown ? readMarkdownBlocks(text) : readTextBlocks(text), text, names);
}

function isJson(text: string): boolean {
  return /^\s*[{[]/.test(text);
}

function parseMetadata(text: string, name: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    const at = Number(/position (?<at>\d+)/.exec(String(cause))?.groups?.['at'] ?? -1);
    const isCut =
      !/[}\]]\s*$/.test(text) || /end of (?:JSON|data)/i.test(String(cause)) || at >= text.trimEnd().length;
    const reason = isCut ? 'the JSON ends in the middle: the file is cut off' : 'it is not JSON';
    throw new ImportError(`Failed to import "${name}": ${reason}. Fetch it again.`, { cause });
  }
  if (isMetadata(value)) return value;
  const style = isObject(value) && isObject(value['info']) ? value['info']['style'] : undefined;
  if (style === 'ROA')
    throw new ImportError(
      `Failed to import "${name}": the product is of style ROA, and only RPC is read. Give a product of style RPC.`,
    );
  if (isObject(value) && (value['openapi'] !== undefined || value['swagger'] !== undefined))
    throw new ImportError(
      `Failed to import "${name}": it is an OpenAPI document, and not the vendor's metadata. A document of this project is given with --contract; of others, give an api.json or api-docs.json.`,
    );
  throw new ImportError(
    `Failed to import "${name}": the JSON is not the vendor's metadata: it has neither "apis" nor "parameters". Give an api.json or api-docs.json.`,
  );
}
