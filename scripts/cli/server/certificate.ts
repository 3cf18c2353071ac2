/** The certificate of `serve --https`: from files, or generated at the start. */
import { readFile } from 'node:fs/promises';
import { UsageError } from '../exit.ts';
import { reasonOf } from '../../../contract/text/reason.ts';

export interface CertificateFlags {
  readonly https?: boolean;
  readonly cert?: string;
  readonly key?: string;
}

export interface Certificate {
  readonly cert: string;
  readonly key: string;
  /** Whether it was generated, so that clients do not trust it yet. */
  readonly isOwn: boolean;
}

/** Undefined for plain HTTP. Throws UsageError for half of a pair, and for a file that cannot be read. */
export async function readCertificate({
  https,
  cert,
  key,
}: CertificateFlags): Promise<Certificate | undefined> {
  if ((cert === undefined) !== (key === undefined))
    throw new UsageError(
      `Failed to use --${cert === undefined ? 'key' : 'cert'}: the other half is missing. Give both --cert and --key.`,
    );
  if (cert !== undefined && key !== undefined)
    return { cert: await readPem('--cert', cert), key: await readPem('--key', key), isOwn: false };
  return https === true ? makeCertificate() : undefined;
}

async function readPem(flag: string, file: string): Promise<string> {
  let text;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    const reason = reasonOf(cause);
    throw new UsageError(`Failed to read ${flag} "${file}": ${reason}. Name a PEM file.`, { cause });
  }
  if (text.includes('-----BEGIN ')) return text;
  throw new UsageError(
    `Failed to read ${flag} "${file}": it is not PEM. Name a file that begins with -----BEGIN.`,
  );
}

/** Valid for this machine's names, for a week. */
export async function makeCertificate(): Promise<Certificate> {
  const { generate } = await import('selfsigned');
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + 7 * 86_400_000),
    extensions: [
      { name: 'basicConstraints', cA: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  });
  return { cert: made.cert, key: made.private, isOwn: true };
}
