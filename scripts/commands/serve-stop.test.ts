/** `serve` that is asked to stop. */
import { beforeAll, expect, test } from 'vitest';
import { noRedis, startRedis } from '../../mocks/fixtures/redis.ts';
import { command, ensureBuilt, run } from '../testing/processes.ts';

beforeAll(ensureBuilt, 60_000);

/** Loaded before the command: sends it a signal while it prints its address. */
function signalAtAddress(signal: NodeJS.Signals): string {
  return `data:text/javascript,${encodeURIComponent(`
    const write = process.stdout.write.bind(process.stdout);
    process.stdout.write = (text) => {
      if (String(text).includes('http://127.0.0.1:')) process.kill(process.pid, '${signal}');
      return write(text);
    };
  `)}`;
}

test.skipIf(process.platform === 'win32').for(['SIGTERM', 'SIGINT'] as const)(
  'as soon as its address is printed, %s stops it like later: with 0',
  async (signal) => {
    const preload = ['--import', signalAtAddress(signal)];
    for (const more of [[], ['--json-logs'], ['--store', 'sqlite::memory:']]) {
      const ended = await run(process.execPath, [...preload, command, 'serve', '--port', '0', ...more]);

      expect(ended.exitCode).toBe(0);
      expect(ended.stderr).toBe('');
      expect(ended.stdout).toContain('http://127.0.0.1:');
    }
  },
);

test.skipIf(noRedis !== undefined)('a store that is open keeps no server that cannot start', async () => {
  await using redis = await startRedis();
  const open = ['--port', '0', '--store', redis.url];
  const mistakes = [
    ['--clock', 'yesterday'],
    ['--auth', 'verify', '--credentials', 'nowhere.yaml'],
    ['--cert', 'half.pem'],
  ];
  for (const mistake of mistakes) {
    const ended = await run(process.execPath, [command, 'serve', ...open, ...mistake]);

    expect(ended.exitCode).toBe(2);
    expect(ended.stderr).toContain('Failed to ');
  }
});
