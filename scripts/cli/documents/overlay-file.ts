/** Overlays of the user, applied to the documents of a contract. */
import { basename } from 'node:path';
import { contentOf, outlineOfDocument, type ContractDocument } from '../../../contract/contract.ts';
import { ContractError } from '../../../contract/contract-error.ts';
import { isObject } from '../../../contract/json.ts';
import { applyOverlay } from '../../../contract/build/overlay.ts';
import { readYaml } from '../../../contract/files/read-yaml.ts';
import { namesOf } from '../../../contract/naming.ts';

/**
 * Apply the overlay of one file to the document that it extends, or else to the first that has a documentation page.
 *
 * Throws ContractError, with the file's name, for an invalid overlay, or one that applies to none or several of these operations.
 */
export function applyOverlayFile(
  documents: readonly ContractDocument[],
  file: string,
): readonly ContractDocument[] {
  const overlay = readYaml(file);
  const index = indexOf(documents, overlay, file);
  const document = documents[index];
  if (document === undefined) return documents;
  try {
    return documents.with(index, applyOverlay(contentOf(document), overlay));
  } catch (cause) {
    if (!(cause instanceof ContractError)) throw cause;
    throw new ContractError(`${file}: ${cause.message}`, { cause });
  }
}

function indexOf(documents: readonly ContractDocument[], overlay: unknown, file: string): number {
  const outlines = documents.map(outlineOfDocument);
  const extended = isObject(overlay) ? overlay['extends'] : undefined;
  const main = Math.max(
    0,
    outlines.findIndex(({ page }) => page !== ''),
  );
  if (typeof extended !== 'string') return main;
  const name = basename(extended).replace(/\.ya?ml$/, '');
  const found = outlines.flatMap((outline, index) => (namesOf(outline).includes(name) ? [index] : []));
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return only;
  const problem =
    only === undefined
      ? `there is no such operation. Correct "extends", or leave it out for ${outlines[main]?.action}`
      : `there are several. Name one in "extends" as ${found
          .map((one) => outlines[one])
          .map((one) => one && namesOf(one).at(-1))
          .join(' or ')}`;
  throw new ContractError(`${file}: Failed to apply overlay to "${name}": ${problem}.`);
}
