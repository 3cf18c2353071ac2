import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readContract } from '../../../contract/contract.ts';
import { root } from '../../testing/processes.ts';
import { writeScenarioList } from './scenario-list.ts';

const contract = readContract();

test.each([...contract.keys()])(
  'the list of scenarios of %s is what the generators make: read the difference, then run "contract build"',
  async (name) => {
    const operation = contract.get(name);
    if (!operation) throw new Error(`Failed to find "${name}".`);

    const list = await readFile(join(root, `contract/scenarios/${name}.tsv`), 'utf8');

    expect(list.split('\n').length).toBeGreaterThan(10);
    expect(list).toBe(writeScenarioList(operation, contract));
  },
);
