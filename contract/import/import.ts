/** From documents of sources to pages of facts and drafts of overlays, operation by operation. */
import type { JsonObject } from '../json.ts';
import { draftOperation } from './draft/operation.ts';
import { draftRules, type ImportDraft } from './draft/draft.ts';
import { familiesOf, type OperationFamily } from './draft/families.ts';
import { draftState } from './draft/state.ts';
import { draftOrderOfTimes } from './draft/times.ts';
import { factsOf, type Facts } from './facts.ts';
import type { SourceDocument } from './source-document.ts';
import { completeBy, disagreementsOf } from './witnesses.ts';

export interface ImportedOperation {
  readonly operation: string;
  readonly product: string;
  readonly version: string;
  /** Name of its files: the operation's, with the product's in front where two products share it. */
  readonly name: string;
  readonly facts: Facts;
  readonly draft: ImportDraft;
  readonly overlay: JsonObject;
}

export interface Imported {
  readonly operations: readonly ImportedOperation[];
  readonly skipped: readonly { readonly operation: string; readonly reason: string }[];
}

/** Import what sources say. Operations of another style than RPC are skipped, with the reason. */
export function importDocuments(documents: readonly SourceDocument[]): Imported {
  const skipped = documents.flatMap((document) => {
    const reason = reasonToSkip(document);
    return reason === undefined ? [] : [{ operation: document.operation, reason }];
  });
  const groups = witnessesOf(documents.filter((document) => reasonToSkip(document) === undefined));
  const firsts = groups.flatMap((group) => group.slice(0, 1));
  const products = Map.groupBy(firsts, ({ operation }) => operation);
  const read = groups.map(readTogether);
  const families = new Map(
    [...Map.groupBy(read, productOf)].map(([product, members]) => [
      product,
      familiesOf(
        members.map(({ facts }) => facts.page),
        (operation) => members.find(({ document }) => document.operation === operation)?.facts.unique ?? [],
      ),
    ]),
  );
  const operations = read.map((one) => {
    const isShared = (products.get(one.document.operation)?.length ?? 0) > 1;
    const family = families
      .get(productOf(one))
      ?.find(({ members }) => members.some(({ operation }) => operation === one.document.operation));
    return draftOne(one, family, isShared);
  });
  return { operations, skipped };
}

/** Names become files, so that one with anything but letters, digits and `_` is no name. */
function reasonToSkip({ style, operation, product, unreadable }: SourceDocument): string | undefined {
  if (unreadable !== undefined) return unreadable;
  if (style === 'ROA')
    return 'it is of style ROA: its parameters travel in paths and JSON bodies; only RPC is read';
  if (!/^[A-Za-z]\w*$/.test(operation)) return 'its name is not one of letters, digits and "_"';
  if (!/^[\w-]*$/.test(product))
    return `its product "${product}" is not a name of letters, digits, "_" and "-"`;
  return undefined;
}

/** Documents of one operation, each group in the order given. One without product or version goes with what has its name. */
function witnessesOf(documents: readonly SourceDocument[]): readonly Witnesses[] {
  const groups: SourceDocument[][] = [];
  for (const document of documents) {
    const group = groups.find(([first]) => first !== undefined && isSameOperation(first, document));
    if (group) group.push(document);
    else groups.push([document]);
  }
  return groups as unknown as readonly Witnesses[]; // none is empty
}

type Witnesses = readonly [SourceDocument, ...SourceDocument[]];

function isSameOperation(a: SourceDocument, b: SourceDocument): boolean {
  const agree = (one: string, other: string): boolean =>
    one === 'unknown' || other === 'unknown' || one.toLowerCase() === other.toLowerCase();
  return a.operation === b.operation && agree(a.product, b.product) && agree(a.version, b.version);
}

interface ReadOperation {
  readonly document: SourceDocument;
  readonly facts: Facts;
}

function productOf({ document: { product, version } }: ReadOperation): string {
  return `${product.toLowerCase()}.${version}`;
}

function readTogether([first, ...others]: Witnesses): ReadOperation {
  const document = completeBy(first, others);
  const own = factsOf(document);
  const differences = disagreementsOf(
    own,
    document,
    others.map((other) => ({ facts: factsOf(other), document: other })),
  );
  return { document, facts: { ...own, disagreements: [...own.disagreements, ...differences] } };
}

function draftOne(
  { document, facts }: ReadOperation,
  family: OperationFamily | undefined,
  isShared: boolean,
): ImportedOperation {
  const { operation, product, version } = document;
  const draft = draftRules(facts.page);
  const actions = [
    ...draftOperation(facts.page, draft),
    ...draftState(facts.page, family),
    ...draft.actions,
    ...draftOrderOfTimes(facts.page, draft.codes),
  ];
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
