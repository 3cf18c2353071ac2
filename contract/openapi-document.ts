/** An OpenAPI document of ours: what any OpenAPI tool reads, and JSON values all the way down. */
import type { OpenAPIV3_1 } from 'openapi-types';
import type { JsonObject } from './json.ts';

export type OpenApiDocument = OpenAPIV3_1.Document & JsonObject;
