/** `understudy contract types`. */
import { writeTypes } from '../../contract/write-types.ts';
import { loadContract, type ContractFlags } from '../cli/documents/load.ts';
import { writeFile } from '../cli/write-file.ts';

export interface TypesFlags extends ContractFlags {
  /** The file to write; without one the text is printed. */
  readonly out?: string;
}

export async function writeContractTypes({ out, ...flags }: TypesFlags): Promise<void> {
  const types = writeTypes(await loadContract(flags), 'Types', 'understudy/contract');
  const text = `// Made by "understudy contract types". Not to be edited.\n${types}`;
  if (out === undefined) {
    process.stdout.write(text);
    return;
  }
  await writeFile(out, text);
  process.stdout.write(`${out}\n`);
}
