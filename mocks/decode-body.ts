/** Bodies that are compressed, of a Request. Few are, so that this is loaded when one is. */

/** Longest decoded body in bytes: a few compressed bytes can expand to gigabytes. */
const mostDecoded = 1024 * 1024;

/** Undefined for an unknown encoding, for a malformed body, and for one that is too long. */
export async function decodeBody(
  body: Uint8Array<ArrayBuffer>,
  encoding: string,
): Promise<Uint8Array | undefined> {
  const format = encodings.find((one) => one === encoding.trim().toLowerCase());
  if (!format || body.length === 0) return undefined;
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    const stream = new Blob([body]).stream().pipeThrough(new DecompressionStream(format));
    const reader = stream.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      length += next.value.length;
      if (length > mostDecoded) {
        await reader.cancel();
        return undefined;
      }
      pieces.push(next.value);
    }
  } catch {
    return undefined;
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** The encodings that every browser supports. The server of node:http supports more. */
const encodings = ['gzip', 'deflate'] as const;
