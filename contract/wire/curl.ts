/** HTTP requests as curl commands. */

export interface SentRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One line for a POSIX shell that sends the call to `origin`, of which only scheme, host and port are used. */
export function toCurl(origin: string, { method, path, headers, body }: SentRequest): string {
  const sent = Object.entries(headers).map(([name, value]) => ` -H ${quote(`${name}: ${value}`)}`);
  // An empty body is given explicitly: otherwise curl would leave out Content-Length.
  const content = method === 'GET' && body === '' ? '' : ` --data-raw ${quote(body)}`;
  const verb = method === 'GET' ? '' : ` -X ${method}`;
  return `curl -s${verb}${sent.join('')}${content} ${quote(new URL(origin).origin + path)}`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A shell word, quoted only if it has special characters. */
export function quoteForShell(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : quote(word);
}
