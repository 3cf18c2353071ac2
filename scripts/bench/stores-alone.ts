/** `npm run bench:stores`: the part of `npm run bench` that is about stores. */
import { measureStores } from './stores.ts';

for (const [what = '', rate = '', ratio = ''] of await measureStores())
  process.stdout.write(`${what.padEnd(36)} ${rate.padStart(12)}  ${ratio}`.trimEnd() + '\n');
