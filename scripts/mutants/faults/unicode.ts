/** Faulty text: characters beyond the first plane refused or measured wrongly, and a query in another encoding than the form. */
import { prefixesOf } from '../reference/checks.ts';
import { inCategory } from './fault.ts';
import type { SeededFault, FaultRow } from './fault.ts';
import { byteLength } from '../reference/readings.ts';
import { refusing, replacing, using } from '../reference/variations.ts';
import { readForm, readQuery } from '../reference/wire.ts';
import type { ReadSent } from '../reference/wire.ts';

const readLatin1Query: ReadSent = async (request) => {
  const query = readQuery(request).map(
    ([name, value]) => [name, Buffer.from(value).toString('latin1')] as const,
  );
  return new Map([...query, ...(await readForm(request))]);
};

/** The half of a pair of UTF-16 as a character of its own, of three bytes. */
function bytesOfHalves(text: string): number {
  return [...text].reduce((sum, character) => sum + (character.length === 2 ? 6 : byteLength(character)), 0);
}

const texts: FaultRow[] = [
  {
    name: 'four-byte-characters-refused',
    breaks: 'accepts',
    describe: 'Refuses an OssObjectPrefix with a character of four bytes, as a database of three does.',
    apply: refusing('InvalidOssObjectPrefix.Malformed', (config) =>
      prefixesOf(config).some((prefix) => /[\u{10000}-\u{10FFFF}]/u.test(prefix)),
    ),
  },
  {
    name: 'four-byte-characters-counted-as-six',
    breaks: 'accepts',
    describe: 'Counts six bytes for a character of four in OssObjectPrefix.',
    apply: replacing('prefix-length', (config, { parts }) =>
      prefixesOf(config).some((prefix) => bytesOfHalves(prefix) > parts.limits.OssObjectPrefix),
    ),
  },
  {
    name: 'four-byte-characters-counted-as-three',
    breaks: 'InvalidOssObjectPrefix.Malformed',
    describe: 'Counts three bytes at most for a character in OssObjectPrefix.',
    apply: replacing('prefix-length', (config, { parts }) =>
      prefixesOf(config).some((prefix) => {
        const bytes = [...prefix].reduce((sum, character) => sum + Math.min(3, byteLength(character)), 0);
        return bytes > parts.limits.OssObjectPrefix;
      }),
    ),
  },
  {
    name: 'query-read-as-latin-1',
    breaks: 'accepts',
    also: ['InvalidOssObjectPrefix.Malformed'],
    describe: 'Decodes UTF-8 in the query as Latin-1, and in a form as it should.',
    apply: using({ readParameters: readLatin1Query }),
  },
];

export const unicodeFaults: readonly SeededFault[] = inCategory('text not ASCII', texts);
