/** HTTP requests as a person repeats them. */

export interface SentRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One line for a POSIX shell that sends the call again, below `origin`: scheme, host and port; what follows is not used. */
export function toCurl(origin: string, { method, path, headers, body }: SentRequest): string {
  const sent = Object.entries(headers).map(([name, value]) => ` -H ${quote(`${name}: ${value}`)}`);
  // An empty body still says what it is: without one, curl would leave out Content-Length.
  const content = method === 'GET' && body === '' ? '' : ` --data-raw ${quote(body)}`;
  const verb = method === 'GET' ? '' : ` -X ${method}`;
  return `curl -s${verb}${sent.join('')}${content} ${quote(new URL(origin).origin + path)}`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A word of a command line: as it is where no shell takes it for something else. */
export function quoteForShell(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : quote(word);
}
