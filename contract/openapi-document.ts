/** An OpenAPI document as JSON values. */
import type { OpenAPIV3_1 } from 'openapi-types';
import type { JsonObject } from './json.ts';

export type OpenApiDocument = OpenAPIV3_1.Document & JsonObject;
