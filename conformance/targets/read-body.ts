/** Bodies of answers, decoded, and never more of them than can be judged. */
import { promisify } from 'node:util';
import * as zlib from 'node:zlib';

/** More than any answer of this kind of API has; a target may send without end. */
export const mostBytes = 1024 * 1024;

/** What of a body is kept that is too long to be read. */
const mostShown = 2000;

export interface Body {
  readonly text: string;
  /** Why it could not be read as it was sent; `text` is then its beginning, as far as that can be said. */
  readonly problem?: string;
}

/**
 * Read a body to its end, decode it by its Content-Encoding, and stop where it is longer than `mostBytes`, before or after
 * decoding. What comes after is not waited for: leaving the loop closes the stream. With `mayBeDecoded`, a body that is not
 * encoded as its header says is taken as it is.
 */
export async function readBody(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  contentEncoding = '',
  { mayBeDecoded = false } = {},
): Promise<Body> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    length += chunk.length;
    if (length > mostBytes) return tooLong(Buffer.concat(parts));
  }
  const bytes = Buffer.concat(parts);
  const encodings = contentEncoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  // An empty body, such as that of a 204, has nothing to decode.
  if (bytes.length === 0) return { text: '' };
  const decoded = await decode(bytes, encodings.toReversed());
  return decoded === 'other'
    ? mayBeDecoded
      ? { text: textOf(bytes) }
      : notEncoded(contentEncoding)
    : decoded;
}

/** `other` where it is not encoded as its header says. */
async function decode(bytes: Buffer, encodings: readonly string[]): Promise<Body | 'other'> {
  let decoded = bytes;
  for (const encoding of encodings) {
    const decoder = decoders[encoding];
    if (!decoder)
      return { text: '', problem: `its Content-Encoding ${JSON.stringify(encoding)} is not a known one` };
    try {
      decoded = await decoder(decoded);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'ERR_BUFFER_TOO_LARGE') return tooLong(Buffer.alloc(0));
      return 'other';
    }
  }
  return { text: textOf(decoded) };
}

function notEncoded(contentEncoding: string): Body {
  return {
    text: '',
    problem: `it is not encoded as its Content-Encoding ${JSON.stringify(contentEncoding)} says`,
  };
}

function tooLong(bytes: Buffer): Body {
  return {
    text: textOf(bytes.subarray(0, mostShown)),
    problem: `it is longer than ${mostBytes / 1024 / 1024} MiB, and was not read to its end`,
  };
}

function textOf(bytes: Buffer): string {
  return new TextDecoder().decode(bytes);
}

const options = { maxOutputLength: mostBytes };

type Decoder = (bytes: Buffer) => Promise<Buffer>;

/** By name of the encoding (RFC 9110, 8.4.1; RFC 7932; RFC 8878). */
const decoders: Readonly<Record<string, Decoder>> = {
  gzip: async (bytes) => promisify(zlib.gunzip)(bytes, options),
  'x-gzip': async (bytes) => promisify(zlib.gunzip)(bytes, options),
  // Some servers send deflate without the zlib header that the RFC asks for; browsers take both.
  deflate: async (bytes) =>
    promisify(((bytes[0] ?? 0) & 0x0f) === 0x08 ? zlib.inflate : zlib.inflateRaw)(bytes, options),
  br: async (bytes) => promisify(zlib.brotliDecompress)(bytes, options),
  // Node has it from 22.15 on.
  ...('zstdDecompress' in zlib && {
    zstd: async (bytes: Buffer) => promisify(zlib.zstdDecompress)(bytes, options),
  }),
};
