/** From documents of sources to pages of facts and drafts of overlays, operation by operation. */
import type { JsonObject } from '../json.ts';
import { draftOperation } from './draft/operation.ts';
import { draftRules, type Draft } from './draft/draft.ts';
import { factsOf, type Facts } from './facts.ts';
import type { SourceDocument } from './source-document.ts';

export interface ImportedOperation {
  readonly operation: string;
  readonly product: string;
  readonly version: string;
  /** Name of its files: the operation's, with the product's in front where two products share it. */
  readonly name: string;
  readonly facts: Facts;
  readonly draft: Draft;
  readonly overlay: JsonObject;
}

export interface Imported {
  readonly operations: readonly ImportedOperation[];
  readonly skipped: readonly { readonly operation: string; readonly reason: string }[];
}

/** Import what sources say. Operations of another style than RPC are skipped, with the reason. */
export function importDocuments(documents: readonly SourceDocument[]): Imported {
  const skipped = documents
    .filter(({ style }) => style === 'ROA')
    .map(({ operation }) => ({
      operation,
      reason: 'it is of style ROA: its parameters travel in paths and JSON bodies; only RPC is read',
    }));
  const groups = Map.groupBy(
    documents.filter(({ style }) => style === 'RPC'),
    ({ product, version, operation }) => `${product.toLowerCase()}.${version}.${operation}`,
  );
  const firsts = [...groups.values()].flatMap((group) => group.slice(0, 1));
  const products = Map.groupBy(firsts, ({ operation }) => operation);
  const operations = firsts.map((document) =>
    importOne(document, (products.get(document.operation)?.length ?? 0) > 1),
  );
  return { operations, skipped };
}

function importOne(document: SourceDocument, isShared: boolean): ImportedOperation {
  const { operation, product, version } = document;
  const facts = factsOf(document);
  const draft = draftRules(facts.page);
  const actions = [...draftOperation(facts.page, draft), ...draft.actions];
  return {
    operation,
    product,
    version,
    name: isShared ? `${product}.${operation}` : operation,
    facts,
    draft,
    overlay: {
      overlay: '1.0.0',
      info: { title: `Readings of ${operation}, drafted by the import`, version: document.date || version },
      extends: `../openapi/${isShared ? `${product}.` : ''}${operation}.yaml`,
      actions,
    },
  };
}
