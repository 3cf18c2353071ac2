/** The files of an import: pages of facts, drafts of overlays as worksheets, built documents. */
import { parseDocument, stringify, type Document } from 'yaml';
import type { ImportedOperation } from '../../contract/import/import.ts';
import { openCodes, type OpenCode } from '../../contract/import/summary.ts';
import type { JsonObject } from '../../contract/json.ts';

export function pageFile({ facts, operation }: ImportedOperation): string {
  const head = `# Facts of ${operation}, as its sources print them. Readings of their prose are in ../overlays.\n`;
  return head + stringify(facts.page, { lineWidth: 130, aliasDuplicateObjects: false });
}

export function documentFile(document: JsonObject): string {
  const head = '# Made from ../pages and ../overlays by `understudy contract build`. Not to be edited.\n';
  return head + stringify(document, { lineWidth: 130, aliasDuplicateObjects: false });
}

/** The overlay, with what is left to a person as comments. */
export function overlayFile(imported: ImportedOperation, document: JsonObject): string {
  const text = stringify(imported.overlay, { lineWidth: 130, aliasDuplicateObjects: false });
  const overlay: Document = parseDocument(text);
  overlay.commentBefore = worksheet(imported, document)
    .map((line) => (line === '' ? '' : ` ${line}`))
    .join('\n');
  return overlay.toString({ lineWidth: 130 });
}

function worksheet(imported: ImportedOperation, document: JsonObject): readonly string[] {
  const { facts, draft, operation } = imported;
  const withCode = draft.rules.filter(({ tie }) => tie.by !== 'none');
  const without = draft.rules.filter(({ tie }) => tie.by === 'none' && !tie.code.startsWith('Missing'));
  const open = openCodes(imported, document);
  const notRead = facts.sentences.filter((sentence) => sentence.facts.length === 0);
  return [
    `Draft for ${operation}: what the import read, and what it leaves to you.`,
    'Change an action, or add one of your own: importing again keeps it. "x-drafted" marks what nobody has changed.',
    `${draft.rules.length} rules: ${withCode.length} with a documented code, ${without.length} without (x-error is the gateway's then, and assumed).`,
    ...section(
      'Rules without a code: give "x-error" a code of the table where one is meant',
      without.map(({ place, keyword }) => `${place}: ${keyword}`),
    ),
    ...section('Codes without a rule', openByKind(open)),
    ...section(
      'Sentences that state something and were not read',
      notRead.map(({ place, text }) => `${place}: ${text}`),
    ),
    ...section(
      'Two things were said of one place; the first is used',
      facts.disagreements.map(
        ({ place, fact, used, usedFrom, other, otherFrom }) =>
          `${place}, ${fact}: ${JSON.stringify(used)} (${usedFrom}), ${JSON.stringify(other)} (${otherFrom})`,
      ),
    ),
  ];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0
    ? []
    : ['', `${title}:`, ...lines.map((line) => `- ${line.replaceAll(/\s+/g, ' ')}`)];
}

function openByKind(codes: readonly OpenCode[]): readonly string[] {
  return [...Map.groupBy(codes, ({ kind }) => kind)].flatMap(([kind, group]) =>
    group.map(({ status, code, message }) => `${kind}: ${status} ${code} (${message})`),
  );
}
