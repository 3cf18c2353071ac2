/** Overlays of the user, applied to the documents that this package carries. */
import { basename } from 'node:path';
import { ContractError } from '../../contract/contract-error.ts';
import { isObject, type JsonObject } from '../../contract/json.ts';
import { applyOverlay } from '../../contract/build/overlay.ts';
import { readYaml } from '../../contract/files/contract-files.ts';

/** Throws ContractError, with the file's name, for an overlay that cannot be read, or that is about no operation of ours. */
export async function applyOverlayFile(
  documents: Readonly<Record<string, JsonObject>>,
  main: string,
  file: string,
): Promise<Readonly<Record<string, JsonObject>>> {
  const overlay = await readYaml(file);
  const extended = isObject(overlay) ? overlay['extends'] : undefined;
  const name = typeof extended === 'string' ? basename(extended).replace(/\.ya?ml$/, '') : main;
  const document = documents[name];
  if (!document) {
    throw new ContractError(
      `${file}: Failed to apply overlay to "${name}": there is no such operation. Correct "extends", or leave it out for ${main}.`,
    );
  }
  try {
    return { ...documents, [name]: applyOverlay(document, overlay) };
  } catch (cause) {
    if (!(cause instanceof ContractError)) throw cause;
    throw new ContractError(`${file}: ${cause.message}`, { cause });
  }
}
