/** Several sources of one operation: the first is the one that others are held against, and complete where it is silent. */
import { comparePages } from './compare.ts';
import type { Disagreement, Facts } from './facts.ts';
import type { SourceDocument, SourceParameter } from './source-document.ts';

/** The first source, with what it does not have at all taken from the others: its version, an error table, an answer, examples. */
export function completeBy(first: SourceDocument, others: readonly SourceDocument[]): SourceDocument {
  return others.reduce<SourceDocument>(
    (whole, other) => ({
      ...whole,
      product: isKnown(whole.product) ? whole.product : other.product,
      version: isKnown(whole.version) ? whole.version : other.version,
      hosts: whole.hosts.length > 0 ? whole.hosts : other.hosts,
      operationType: whole.operationType || other.operationType,
      parameters:
        whole.parameters.length > 0 ? withExamples(whole.parameters, other.parameters) : other.parameters,
      response: whole.response.length > 0 ? whole.response : other.response,
      errors: whole.errors.length > 0 ? whole.errors : other.errors,
      ram: whole.ram ?? other.ram,
      errorExample: whole.errorExample ?? other.errorExample,
      prose: whole.prose.length > 0 ? whole.prose : other.prose,
    }),
    first,
  );
}

function isKnown(name: string): boolean {
  return name !== '' && name !== 'unknown';
}

function withExamples(
  own: readonly SourceParameter[],
  others: readonly SourceParameter[],
): readonly SourceParameter[] {
  return own.map((parameter) => {
    const other = others.find(({ name }) => name === parameter.name);
    if (!other) return parameter;
    return {
      ...parameter,
      example: parameter.example ?? other.example,
      ...(parameter.items &&
        other.items && { items: withExamples([parameter.items], [other.items])[0] ?? parameter.items }),
      ...(parameter.members && { members: withExamples(parameter.members, other.members ?? []) }),
    };
  });
}

/** Facts with a section of their own, which not every kind of source has. */
const ofSections: readonly string[] = ['permission', 'rate limit'];

/** What the others say otherwise than the first; both are kept, the first is used. */
export function disagreementsOf(
  first: Facts,
  firstDocument: SourceDocument,
  others: readonly { readonly facts: Facts; readonly document: SourceDocument }[],
): readonly Disagreement[] {
  return others.flatMap(({ facts, document }) =>
    comparePages(first.page, facts.page)
      // What a whole section says that the other source does not have is no difference.
      .filter(({ place }) => !(place.startsWith('error ') && document.errors.length === 0))
      .filter(({ place }) => !(place.startsWith('answer ') && document.response.length === 0))
      .filter(
        ({ fact, before, after }) =>
          !(ofSections.includes(fact) && (before === undefined || after === undefined)),
      )
      .map(({ place, fact, before, after }) => ({
        place: place === '' ? document.operation : place,
        fact,
        used: before ?? null,
        usedFrom: labelOf(firstDocument),
        other: after ?? null,
        otherFrom: labelOf(document),
      })),
  );
}

function labelOf({ name, kind, date }: SourceDocument): string {
  return `${kind} ${name}${date === '' ? '' : ` of ${date}`}`;
}
