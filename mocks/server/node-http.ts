/**
 * What the server calls of `node:http`.
 *
 * Not by `import`: for that, Node reads every export of the module, and one that is read loads the whole of its `fetch`, which is
 * an eighth of a start.
 */
export const { createServer, STATUS_CODES } = process.getBuiltinModule('node:http');
