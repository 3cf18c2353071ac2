/** Lines of a YAML file by JSON pointer, for annotations. */
import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { tokensOf } from '../../../contract/json.ts';

/**
 * The first line, from 1, of the value at a pointer. If the file lacks it, that of the nearest enclosing value: an
 * overlay of the user may have added a rule that the file does not have.
 */
export function createLineOf(yaml: string): (pointer: string) => number | undefined {
  const lines = new LineCounter();
  const { contents } = parseDocument(yaml, { lineCounter: lines });
  return (pointer) => {
    let node: unknown = contents;
    let start: number | undefined;
    for (const token of tokensOf(pointer)) {
      const found = childOf(node, token);
      if (!found) break;
      ({ node, start } = found);
    }
    return start === undefined ? undefined : lines.linePos(start).line;
  };
}

interface FoundLine {
  readonly node: unknown;
  readonly start: number | undefined;
}

function childOf(parent: unknown, name: string): FoundLine | undefined {
  if (isMap(parent)) {
    const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === name);
    return pair && { node: pair.value, start: startOf(pair.key) };
  }
  const item = isSeq(parent) ? parent.items[Number(name)] : undefined;
  return item === undefined ? undefined : { node: item, start: startOf(item) };
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
