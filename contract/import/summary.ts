/** What an import found, in numbers, and what it leaves to a person. */
import { weaker } from '../evidence.ts';
import { readOperation, type Operation } from '../operation/operation.ts';
import type { CodeKind } from './draft/codes.ts';
import type { Imported, ImportedOperation } from './import.ts';
import type { JsonObject } from '../json.ts';

export interface CodeCounts {
  readonly documented: number;
  /** Codes that one violation gives, by a tie that the code's name or message shows. */
  readonly reachable: number;
  /** Codes that one violation gives, by a tie that is assumed. */
  readonly assumed: number;
  /** Codes that nothing gives yet: they are left to a person. */
  readonly open: number;
}

export interface ImportSummary {
  readonly operations: number;
  readonly skipped: Imported['skipped'];
  readonly codes: CodeCounts;
  readonly sentences: { readonly read: number; readonly notRead: number };
  readonly disagreements: number;
}

export interface OpenCode {
  readonly code: string;
  readonly status: number;
  readonly message: string;
  readonly kind: CodeKind;
}

/** `documents` are the built documents, in the order of the operations. */
export function summarise(imported: Imported, documents: readonly JsonObject[]): ImportSummary {
  const counts = documents.map((document) => countCodes(readOperation(document)));
  const sentences = imported.operations.flatMap(({ facts }) => facts.sentences);
  const total = (name: keyof CodeCounts): number => counts.reduce((sum, count) => sum + count[name], 0);
  return {
    operations: imported.operations.length,
    skipped: imported.skipped,
    codes: {
      documented: total('documented'),
      reachable: total('reachable'),
      assumed: total('assumed'),
      open: total('open'),
    },
    sentences: {
      read: sentences.filter(({ facts }) => facts.length > 0).length,
      notRead: sentences.filter(({ facts }) => facts.length === 0).length,
    },
    disagreements: imported.operations.reduce((sum, { facts }) => sum + facts.disagreements.length, 0),
  };
}

function countCodes(operation: Operation): CodeCounts {
  const evidence = reachedBy(operation);
  const levels = operation.errors.documented.map(({ code }) => evidence.get(code));
  const count = (holds: (level: string | undefined) => boolean): number => levels.filter(holds).length;
  return {
    documented: levels.length,
    reachable: count((level) => level !== undefined && level !== 'assumed'),
    assumed: count((level) => level === 'assumed'),
    open: count((level) => level === undefined),
  };
}

/** By code, how sure the surest way to get it is. */
function reachedBy({ rules, preconditions, rateLimit, effect }: Operation): ReadonlyMap<string, string> {
  const ways = [
    ...rules.map(({ error, evidence, codeEvidence }) => ({
      error,
      evidence: weaker(evidence, codeEvidence),
    })),
    ...preconditions.map(({ error, evidence }) => ({ error, evidence })),
    ...(rateLimit ? [rateLimit] : []),
    ...(effect?.kind === 'transition' ? Object.values(effect.transitions) : []),
  ];
  const reached = new Map<string, string>();
  for (const { error, evidence } of ways)
    if (error !== undefined && (reached.get(error) ?? 'assumed') === 'assumed') reached.set(error, evidence);
  return reached;
}

/** The documented codes that nothing gives. */
export function openCodes({ draft }: ImportedOperation, document: JsonObject): readonly OpenCode[] {
  const reached = reachedBy(readOperation(document));
  return draft.codes.filter(({ code }) => !reached.has(code));
}
