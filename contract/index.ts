/** The public API of the contract. Runs in Node and in browsers. */
export { readContract, mainOperation, type Contract } from './contract.ts';
export { compileContract, type TypedDocument } from './compile.ts';
export { writeTypes } from './write-types.ts';
export type { ContractTypes, ParameterValue, WorldCollection, WorldRecord } from './contract-types.ts';
export type { BuiltInTypes } from './openapi/types.ts';
export { ContractError } from './contract-error.ts';
export { buildDocument, type Sources } from './build/document.ts';
export { applyOverlay } from './build/overlay.ts';
export { documents } from './openapi/documents.ts';
export type { ErrorRow, ErrorTable } from './operation/errors.ts';
export type { Evidence, Provenance } from './evidence.ts';
export type { Json, JsonObject } from './json.ts';
export type { OpenApiDocument } from './openapi-document.ts';
export type { Operation } from './operation/operation.ts';
export type { World } from './operation/preconditions.ts';
