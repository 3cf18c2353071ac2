/** Bodies of answers, decoded, and never more of them than can be judged. */
import { pipeline, type Transform } from 'node:stream';
import * as zlib from 'node:zlib';

/** More than any answer of this kind of API has; a target may send without end. */
export const mostBytes = 512 * 1024;

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
  const encodings = contentEncoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  const unknown = encodings.find((name) => !decoders[name]);
  if (encodings.length === 0 || unknown !== undefined) {
    const body = await gather(chunks);
    return unknown === undefined || body.text === '' || mayBeDecoded || body.problem !== undefined
      ? body
      : { text: '', problem: `its Content-Encoding ${JSON.stringify(unknown)} is not a known one` };
  }
  const source = watch(chunks, mayBeDecoded);
  let decoded: AsyncIterable<Uint8Array> = source.chunks();
  for (const name of encodings.toReversed()) decoded = decode(decoded, name);
  try {
    return await gather(decoded);
  } catch (error) {
    const { failure, kept } = source.state;
    if (error instanceof TooLongError || failure instanceof TooLongError) return tooLong([]);
    if (failure !== undefined) throw error;
    return mayBeDecoded ? { text: textOf(Buffer.concat(kept)) } : notEncoded(contentEncoding);
  }
}

/** Joined and read as text, unless there is too much of it. */
async function gather(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Body> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    length += chunk.length;
    if (length > mostBytes) return tooLong(parts);
  }
  return { text: textOf(Buffer.concat(parts)) };
}

class TooLongError extends Error {}

/** The chunks as they come, with what ended them: a connection that fails is something else than a body that cannot be decoded. */
function watch(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, isKept: boolean) {
  const state: { failure?: unknown; readonly kept: Uint8Array[] } = { kept: [] };
  return {
    state,
    async *chunks(): AsyncGenerator<Uint8Array> {
      let length = 0;
      try {
        for await (const chunk of chunks) {
          length += chunk.length;
          if (length > mostBytes) throw new TooLongError();
          if (isKept) state.kept.push(chunk);
          yield chunk;
        }
      } catch (error) {
        state.failure = error;
        throw error;
      }
    },
  };
}

/** Decoded as it comes, so that of a little that decodes to very much only a little is read. */
async function* decode(chunks: AsyncIterable<Uint8Array>, encoding: string): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first = await iterator.next();
  // An empty body, such as that of a 204, has nothing to decode.
  const create = decoders[encoding];
  if (first.done === true || !create) return;
  const decoder = create(first.value[0] ?? 0);
  const rest = async function* (): AsyncGenerator<Uint8Array> {
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => iterator };
  };
  // Whatever fails ends the decoder, whose reader is told.
  pipeline(rest, decoder, () => undefined);
  yield* decoder as AsyncIterable<Uint8Array>;
}

function notEncoded(contentEncoding: string): Body {
  return {
    text: '',
    problem: `it is not encoded as its Content-Encoding ${JSON.stringify(contentEncoding)} says`,
  };
}

/** What is left of a body that is too long: its beginning. */
export function tooLong(parts: readonly Uint8Array[]): Body {
  return {
    text: textOf(Buffer.concat(parts.slice(0, 1)).subarray(0, mostShown)),
    problem: `it is longer than ${mostBytes / 1024} KiB, and was not read to its end`,
  };
}

/** As UTF-8, without a byte order mark. */
export function textOf(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

const decoder = new TextDecoder();

/** By name of the encoding (RFC 9110, 8.4.1; RFC 7932; RFC 8878), for a body that begins with this byte. */
const decoders: Readonly<Record<string, (first: number) => Transform>> = {
  gzip: () => zlib.createGunzip(),
  'x-gzip': () => zlib.createGunzip(),
  // Some servers send deflate without the zlib header that the RFC asks for; browsers take both.
  deflate: (first) => ((first & 0x0f) === 0x08 ? zlib.createInflate() : zlib.createInflateRaw()),
  br: () => zlib.createBrotliDecompress(),
  // Node has it from 22.15 on.
  ...('createZstdDecompress' in zlib && { zstd: () => zlib.createZstdDecompress() }),
};
