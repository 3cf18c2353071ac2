/** docs/architecture.md is true: its rooms are those of the plan, in their order, and its functions are there. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stairs } from '../../oxlint.config.ts';
import { section } from '../testing/markdown.ts';
import { root } from '../testing/processes.ts';
import { repositorySources } from '../testing/repository-files.ts';

const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8');

/** The cells of the rows of a table, without its head. */
function rowsOf(title: string): readonly (readonly string[])[] {
  const lines = section(page, title)
    .split('\n')
    .filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

test('its rooms are those of the plan, from the ground up', () => {
  const shown = rowsOf('The rooms').map(([folder, rooms = '']) => [
    folder,
    rooms.split(' · ').map((room) => room.replace(/ \(.*$/, '')),
  ]);
  const tops = shown.map(([folder]) => String(folder));
  const planned = tops.map((folder) => [
    folder,
    stairs[folder]?.flatMap((step) => (typeof step === 'string' ? [] : [step.name])),
  ]);

  expect(shown).toEqual(planned);
});

test.each(['A request, from socket to answer', 'A scenario, from contract to report'])(
  'the functions of "%s" are there',
  async (title) => {
    const named = rowsOf(title).flatMap(([, cell = '']) =>
      [...cell.matchAll(/`([A-Za-z.]+)/g)].map(([, name = '']) => name.split('.').at(-1) ?? ''),
    );
    const sources = (await repositorySources()).map(({ text }) => text).join('\n');
    const isDeclared = (name: string): boolean =>
      new RegExp(
        `(?:function|const|class|interface) ${name}\\b|^ +(?:async |readonly )?${name}[(<:]`,
        'm',
      ).test(sources);

    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !isDeclared(name))).toEqual([]);
  },
);
