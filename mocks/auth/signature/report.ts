/** The explanation of a wrong signature as text, for a terminal or a page. */
import type { RefusedSignature } from './explain.ts';
import type { TextDifference } from './difference.ts';
import type { SignatureExplanation } from './explain.ts';
import type { SignatureCause } from './mistakes.ts';

/**
 * The explanation in lines: the likely mistake, the text that the server signed, and where the client's text
 * differs, if it is given. Line breaks inside a signed text are shown as ↵.
 *
 *     const mock = createMock({ auth: 'verify' });
 *     mock.events.on('request:refused', ({ decision }) => {
 *       if (decision.kind === 'refused' && decision.signature) console.log(reportSignature(decision.signature));
 *     });
 */
export function reportSignature(signature: RefusedSignature, clientText?: string): readonly string[] {
  const explanation = signature.explain(clientText);
  return [
    ...describeCause(explanation.cause),
    ...describeContentHash(explanation.contentHash),
    ...describeAbsentHeaders(explanation.absentHeaders),
    `The server signed: ${visible(signature.canonicalRequest ?? signature.stringToSign)}`,
    ...describeClient(explanation.client),
  ];
}

function describeCause(cause: SignatureCause): readonly string[] {
  switch (cause.kind) {
    case 'none':
      return ['The signature itself is right.'];
    case 'unknown':
      if (cause.isPartial)
        return [
          'The request is so long that not every known mistake was tried; of those tried, none gives this signature.',
        ];
      return ['No known mistake gives this signature: most likely the secret is another one.'];
    case 'one of':
      return cause.mistakes.map(({ sentence }) => `Likely: ${sentence}`);
    case 'both':
      return cause.mistakes.map(({ sentence }, index) => `${index === 0 ? 'Likely' : 'And'}: ${sentence}`);
  }
}

function describeContentHash(hash: SignatureExplanation['contentHash']): readonly string[] {
  if (!hash) return [];
  return [
    `The body is not the one that was signed: x-acs-content-sha256 is ${hash.claimed}, the body received has ${hash.actual}.`,
    ...hash.mistakes.map(({ sentence }) => `Likely: ${sentence}`),
  ];
}

function describeAbsentHeaders(names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [`These headers are signed but did not arrive: ${names.join(', ')}.`];
}

function describeClient(client: SignatureExplanation['client']): readonly string[] {
  if (!client) return [];
  if (!client.difference)
    return ['The client signed the same text: the secret differs, or the way of hashing.'];
  const { difference } = client;
  const subject = difference.name === undefined ? difference.part : `${difference.part} ${difference.name}`;
  return [
    `They differ first in the ${subject} (${difference.how}):`,
    ...sideBySide(difference),
    client.secretFits
      ? 'The secret is right: only the text is wrong.'
      : 'The secret differs too, or the way of hashing.',
  ];
}

/** Longest part of an excerpt before the difference, in characters. Both excerpts begin at the same place. */
const before = 20;

function sideBySide({ server, client, index }: TextDifference): readonly string[] {
  return [
    `  server  ${visible(server)}`,
    `  client  ${visible(client)}`,
    `          ${' '.repeat(Math.min(index, before))}^`,
  ];
}

function visible(text: string): string {
  return text.replaceAll('\n', '↵');
}
