/** What every operation of the vendor shares, where the package lies. */
import { join } from 'node:path';
import { readYaml } from '../../contract/files/contract-files.ts';
import { packageRoot } from '../cli/package-root.ts';

export async function loadCommon(): Promise<unknown> {
  return readYaml(join(packageRoot(), 'contract', 'common.yaml'));
}
