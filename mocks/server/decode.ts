/** Bodies that were sent compressed. */

export type DecodedBody =
  | { readonly kind: 'decoded'; readonly body: Uint8Array }
  /** No encoding, one that is not known here, or a body that is not in it. */
  | { readonly kind: 'as-sent' }
  | { readonly kind: 'too-long' };

const asSent: DecodedBody = { kind: 'as-sent' };

/** Take the `content-encoding` off a body: gzip, deflate, br or zstd. At most `maxBytes` are made of it. */
export function decodeBody(
  body: Uint8Array,
  encoding: string | undefined,
  maxBytes: number,
): Promise<DecodedBody> | DecodedBody {
  decoders ??= findDecoders();
  const decompress = decoders[encoding?.trim().toLowerCase() ?? ''];
  if (!decompress || body.length === 0) return asSent;
  return new Promise((resolve) => {
    decompress(body, { maxOutputLength: maxBytes }, (error: NodeJS.ErrnoException | null, decoded) => {
      if (!error) resolve({ kind: 'decoded', body: decoded });
      else resolve(error.code === 'ERR_BUFFER_TOO_LARGE' ? { kind: 'too-long' } : asSent);
    });
  });
}

type Decompress = (
  body: Uint8Array,
  options: { readonly maxOutputLength: number },
  done: (error: NodeJS.ErrnoException | null, decoded: Uint8Array) => void,
) => void;

/** Found when the first compressed body comes: most servers never load it. */
let decoders: Readonly<Record<string, Decompress>> | undefined;

function findDecoders(): Readonly<Record<string, Decompress>> {
  const zlib = process.getBuiltinModule('node:zlib');
  return {
    gzip: zlib.gunzip,
    'x-gzip': zlib.gunzip,
    deflate: zlib.inflate,
    br: zlib.brotliDecompress,
    // Node has had it since 22.15. What it cannot read is answered as any encoding that is not known.
    ...('zstdDecompress' in zlib && { zstd: zlib.zstdDecompress }),
  };
}
