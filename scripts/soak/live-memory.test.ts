import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { followMemory } from './live-memory.ts';

test('what is kept counts as memory in use, and what is garbage does not', async () => {
  const program = `
    const kept = [];
    const fill = () => Array.from({ length: 200_000 }, (_, index) => 'text ' + index);
    process.stdin.on('data', (asked) => {
      if (String(asked) === 'keep') kept.push(fill());
      else fill();
      process.stdout.write('done');
    });`;
  const child = spawn(process.execPath, ['--inspect=127.0.0.1:0', '-e', program]);
  const [banner] = await once(child.stderr, 'data');
  const ask = async (what: string): Promise<void> => {
    child.stdin.write(what);
    await once(child.stdout, 'data');
  };
  try {
    await using memory = await followMemory(String(banner));
    await ask('waste');
    const before = await memory.measure();
    await ask('waste');
    const wasted = (await memory.measure()) - before;
    await ask('keep');
    const kept = (await memory.measure()) - before;

    expect(wasted).toBeLessThan(1024 * 1024);
    expect(kept).toBeGreaterThan(4 * 1024 * 1024);
  } finally {
    child.kill();
  }
});

test('a process that prints no inspector cannot be followed', async () => {
  await expect(followMemory('Listening on http://127.0.0.1:4010')).rejects.toThrow(
    'Start it with --inspect.',
  );
});
