/*
 * Says in one line that this Node is too old, before anything newer fails in a way nobody can read.
 *
 * Plain ES5 and CommonJS, since it has to run on the very versions that it refuses.
 * Usage: node scripts/build/check-node.cjs [FLOOR], where FLOOR, such as 24.18, is higher than the package's own.
 */
'use strict';

var floor = process.argv[2];

/** @param {string} wanted major and minor version, or only the major */
function isAtLeast(wanted) {
  var major = parseInt(process.versions.node, 10);
  if (major !== parseInt(wanted, 10)) return major > parseInt(wanted, 10);
  return Number(process.versions.node.split('.')[1]) >= Number(wanted.split('.')[1] || 0);
}

// Without FLOOR the same as engines.node in package.json.
var isSupported = floor ? isAtLeast(floor) : isAtLeast('24') || (isAtLeast('22.12') && !isAtLeast('23'));

if (!isSupported) {
  console.error(
    'Failed to start on "Node ' +
      process.versions.node +
      '": ' +
      (floor
        ? 'Node ' + floor + ' or newer is needed'
        : 'Node 22.12 or newer of 22, or 24 and newer, is needed') +
      '. Run `npm ci` and then an npm script (`npm start`, `npm test`): they bring Node 24 along on Linux (glibc) and' +
      ' Windows; where no such package exists, as on macOS, put Node 24.18 or newer first on your PATH.'
  );
  process.exit(1);
}
