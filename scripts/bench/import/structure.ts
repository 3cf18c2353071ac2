/** What is read of an operation's shape from a page, held against the vendor's metadata of the same operation. */
import type { SourceDocument, SourceParameter } from '../../../contract/import/source-document.ts';

export interface StructureScore {
  readonly agree: number;
  readonly compared: number;
  /** Such as `RecordFormat.N.Format, required: true; page false`. */
  readonly differences: readonly string[];
}

/**
 * Of the parameters and codes that both have: nesting, types, whether they are required, statuses. A page of another day has
 * others, and other messages, so that neither is counted.
 */
export function scoreStructure(page: SourceDocument, metadata: SourceDocument): StructureScore {
  const [ours, theirs] = [shapeOf(page), shapeOf(metadata)];
  const common = [...theirs.keys()].filter((place) => ours.has(place));
  const differences = common
    .filter((place) => ours.get(place) !== theirs.get(place))
    .map((place) => `${place}: ${theirs.get(place)}; page ${ours.get(place)}`);
  return { agree: common.length - differences.length, compared: common.length, differences };
}

function shapeOf({ parameters, errors }: SourceDocument): ReadonlyMap<string, string> {
  const shape = new Map<string, string>();
  const visit = ({ name, type, required, items, members }: SourceParameter, before: string): void => {
    const place = name === '' ? before : `${before}${before === '' ? '' : '.'}${name}`;
    shape.set(`${place}, type`, type);
    if (name !== '') shape.set(`${place}, required`, String(required === true));
    if (items) visit(items, `${place}.N`);
    for (const member of members ?? []) visit(member, place);
  };
  for (const parameter of parameters) visit(parameter, '');
  for (const { status, code } of errors) shape.set(`error ${code}, status`, String(status));
  return shape;
}
