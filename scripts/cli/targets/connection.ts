/** Network options of a target, from the flags. */
import { readFile } from 'node:fs/promises';
import { reasonOf } from '../../../contract/text/reason.ts';
import { UsageError } from '../exit.ts';

export interface ConnectionFlags {
  readonly allowHost?: readonly string[];
  /** Longest wait for one answer, in milliseconds. */
  readonly timeout?: number;
  /** `Name: value`. */
  readonly header?: readonly string[];
  readonly ca?: string;
  readonly insecure?: boolean;
}

export interface Connection {
  readonly allowHosts: readonly string[];
  readonly timeoutMs?: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly ca?: string;
  readonly insecure?: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Throws UsageError for a header of another form, and for a file of certificates that cannot be read. */
export async function readConnection(
  { allowHost = [], timeout, header = [], ca, insecure }: ConnectionFlags,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Connection> {
  return {
    allowHosts: allowHost,
    headers: Object.fromEntries(header.map(readHeader)),
    environment,
    ...(timeout !== undefined && { timeoutMs: timeout }),
    ...(ca !== undefined && { ca: await readCertificates(ca) }),
    ...(insecure === true && { insecure }),
  };
}

function readHeader(flag: string): readonly [string, string] {
  const [, name, value] = /^([\w!#$%&'*+.^`|~-]+):[ \t]*(.*?)[ \t]*$/.exec(flag) ?? [];
  if (name !== undefined && value !== undefined) return [name.toLowerCase(), value];
  // The value may be a secret, so only its beginning is shown.
  const [shown = ''] = flag.split(':');
  throw new UsageError(
    `Failed to read --header "${shown.slice(0, 40)}…": it is not of the form "Name: value", on one line. Write it like --header 'X-Tenant: a'.`,
  );
}

async function readCertificates(file: string): Promise<string> {
  const wayOut = 'Name a file with certificates in PEM form.';
  let content: string;
  try {
    content = await readFile(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`Failed to read --ca "${file}": ${reasonOf(cause)}. ${wayOut}`, { cause });
  }
  if (content.includes('-----BEGIN CERTIFICATE-----')) return content;
  throw new UsageError(`Failed to read --ca "${file}": it holds no certificate. ${wayOut}`);
}
