/** Imported first: an old Node gets one sentence about the version needed instead of a syntax error. */

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (!(major >= 24 || (major === 22 && minor >= 12))) {
  process.stderr.write(
    `Failed to start on Node ${process.versions.node}: Node 22.12 or newer of the 22 line, or Node 24 or newer, is needed. Install one of them, and run this again.\n`,
  );
  process.exit(2);
}

export {};
