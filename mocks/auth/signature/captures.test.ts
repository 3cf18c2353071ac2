import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readSignature, type SignedRequest } from '../../../contract/wire/signature.ts';
import { changesOf, parseRequest } from '../../fixtures/raw-requests.ts';
import { verifySignature } from './verify.ts';

const capturesFolder = new URL('../../../../shared/facts/captures/', import.meta.url);
const captures = existsSync(capturesFolder)
  ? readdirSync(capturesFolder).flatMap((file) => readCapture(file))
  : [];
const noCaptures = 'no recorded requests of client libraries beside the project (../shared/facts/captures)';

test('accepts every recorded request of a client library', ({ skip }) => {
  skip(captures.length === 0, noCaptures);

  for (const { name, request } of captures) expect(verdictOf(request), name).toBe('valid');
});

test('refuses every recorded request after a change of one signed character', ({ skip }) => {
  skip(captures.length === 0, noCaptures);

  for (const { name, request } of captures) {
    for (const [change, changed] of changesOf(request)) {
      expect(verdictOf(changed), `${name}: ${change}`).not.toBe('valid');
    }
  }
});

function verdictOf(request: SignedRequest): string {
  const claim = readSignature(request);
  const isComplete = claim.kind === 'v1' || claim.kind === 'v3';
  return isComplete ? verifySignature(claim, request, 'testsecret').kind : claim.kind;
}

/** Requests of a recording: text, each request under a line that begins with `=====`. */
function readCapture(file: string): readonly { readonly name: string; readonly request: SignedRequest }[] {
  const [, ...sections] = readFileSync(new URL(file, capturesFolder), 'utf8').split(/^===== /m);
  return sections.map((section) => {
    const [title = '', ...raw] = section.split('\n');
    return { name: `${file}, ${title}`, request: parseRequest(raw.join('\n')) };
  });
}
