/** Files of YAML or JSON. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { ContractError } from '../contract-error.ts';
import { reasonOf } from '../text/reason.ts';
import type { Json } from '../json.ts';

/** Read one YAML or JSON file. Throws ContractError with the file's name, and the line of a syntax error. */
export function readYaml(file: string): Json {
  let content: string;
  try {
    content = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (cause) {
    throw new ContractError(`Failed to read "${file}": ${reasonOf(cause)}. Correct the path.`, {
      cause,
    });
  }
  const isJson = file.endsWith('.json');
  try {
    return (isJson ? JSON.parse(content) : parse(content)) as Json; // what both give, with YAML's plain schema
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
    throw new ContractError(
      `Failed to read "${file}": ${reason.replace(/:$/, '')}. Correct the ${isJson ? 'JSON' : 'YAML'}.`,
      {
        cause,
      },
    );
  }
}
