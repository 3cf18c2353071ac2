/** An OpenAPI document as JSON values. */
import type { OpenAPIV3_1 } from 'openapi-types';
import type { JsonObject } from './json.ts';

/** An OpenAPI 3.1 document with the extensions of docs/contract.md. */
export type OpenApiDocument = OpenAPIV3_1.Document & JsonObject;
