#!/usr/bin/env node
/** The command `understudy`. All that it does is in the program, which is loaded once Node is known to be new enough for it. */
import nodeModule from 'node:module';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (!(major >= 24 || (major === 22 && minor >= 12))) {
  process.stderr.write(
    `Failed to start on Node ${process.versions.node}: Node 22.12 or newer of the 22 line, or Node 24 or newer, is needed. Install one of them, and run this again.\n`,
  );
  process.exit(2);
}

// What is compiled is kept on disk: later starts take a third less time. Deno has no such cache.
nodeModule.enableCompileCache?.();

const { mainOfProcess } = await import('./program.ts');
await mainOfProcess();
