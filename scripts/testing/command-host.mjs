/**
 * Runs commands of the built command line one after the other, in a process that is started once: most of what a command
 * costs is its start. Plain JavaScript, since it runs what is built.
 */
const built = new URL('../../dist/scripts/program.js', import.meta.url).href;
const { main } = /** @type {typeof import('../program.ts')} */ (await import(built));

/** @typedef {{ readonly id: number, readonly words: readonly string[], readonly cwd: string, readonly environment: Readonly<Record<string, string>> }} Order */

let turn = Promise.resolve();
process.on('message', (/** @type {Order} */ order) => {
  turn = turn.then(() => run(order));
});
process.once('disconnect', () => process.exit());

/** @param {Order} order */
async function run({ id, words, cwd, environment }) {
  process.chdir(cwd);
  const before = { ...process.env };
  Object.assign(process.env, environment);
  process.exitCode = undefined;
  const printed = { stdout: '', stderr: '' };
  const writeOut = process.stdout.write.bind(process.stdout);
  const writeErr = process.stderr.write.bind(process.stderr);
  process.stdout.write = collectInto('stdout');
  process.stderr.write = collectInto('stderr');
  try {
    await main(words);
  } finally {
    process.stdout.write = writeOut;
    process.stderr.write = writeErr;
    for (const name of Object.keys(environment)) delete process.env[name];
    Object.assign(process.env, before);
  }
  process.send?.({ id, exitCode: process.exitCode ?? 0, ...printed });

  /** @param {'stdout' | 'stderr'} stream */
  function collectInto(stream) {
    return (/** @type {string | Uint8Array} */ chunk) => {
      printed[stream] += typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk);
      return true;
    };
  }
}
