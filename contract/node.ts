/** The public API of the contract for Node: all of `index.ts`, and functions that read files. */
export * from './index.ts';
export { loadContract } from './files/load.ts';
