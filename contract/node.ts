/** The contract, for those outside the project who run Node: all of `index.ts`, and what reads files. */
export * from './index.ts';
export { loadContract } from './files/load.ts';
