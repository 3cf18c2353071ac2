/** One call through a dispatcher of undici, and its answer, read as it comes. */
import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { mostBytes, readBody, textOf, tooLong, type Body } from './read-body.ts';
import type { Answer } from './target.ts';

/**
 * Send a request and read its answer, with names of headers in lower case. Rejects with undici's error or, where the last byte did
 * not come in time, a DOMException `TimeoutError`.
 *
 * Without a stream of the body, a promise of it and a signal, which `request` of undici has for each: they take as long as sending.
 */
export async function receive(
  dispatcher: Dispatcher,
  options: Dispatcher.DispatchOptions,
  timeoutMs: number,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    dispatcher.dispatch(options, new Receiver(resolve, reject, timeoutMs));
  });
}

class Receiver implements Dispatcher.DispatchHandler {
  private readonly resolve: (answer: Answer) => void;
  private readonly reject: (error: unknown) => void;
  /** Those of the dispatcher begin anew with each byte: a body that drips would never be late. Keeps the process alive, too. */
  private readonly timer: ReturnType<typeof setTimeout>;
  private controller: Dispatcher.DispatchController | undefined;
  private isSettled = false;
  private status = 0;
  private headers: Readonly<Record<string, string>> = {};
  /** Of a body that is not encoded. */
  private readonly chunks: Buffer[] = [];
  private length = 0;
  private encoded: Readable | undefined;

  constructor(resolve: (answer: Answer) => void, reject: (error: unknown) => void, timeoutMs: number) {
    this.resolve = resolve;
    this.reject = reject;
    this.timer = setTimeout(() => this.fail(new DOMException('late', 'TimeoutError')), timeoutMs);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    // What waited for a connection for too long is not sent any more.
    if (this.isSettled) controller.abort(new Error('late'));
  }

  onResponseStart(
    _: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    if (status < 200) return;
    this.status = status;
    this.headers = textsOf(headers);
    const encoding = this.headers['content-encoding'];
    if (encoding === undefined) return;
    this.encoded = new Readable({ read: () => undefined });
    readBody(this.encoded, encoding).then(
      (body) => this.finish(body),
      (error: unknown) => this.fail(error),
    );
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.encoded) {
      this.encoded.push(chunk);
      return;
    }
    this.chunks.push(chunk);
    this.length += chunk.length;
    if (this.length > mostBytes) this.finish(tooLong(this.chunks));
  }

  onResponseEnd(): void {
    const [first, ...others] = this.chunks;
    if (this.encoded) this.encoded.push(null);
    else if (first && others.length === 0) this.finish({ text: textOf(first) });
    else this.finish({ text: textOf(Buffer.concat(this.chunks)) });
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.encoded?.destroy(error);
    this.fail(error);
  }

  /** What comes after it is not waited for. */
  private finish({ text, problem }: Body): void {
    if (!this.settle()) return;
    this.resolve({
      kind: 'answered',
      status: this.status,
      headers: this.headers,
      body: text,
      ...(problem !== undefined && { problem }),
    });
    if (problem !== undefined) this.controller?.abort(new Error(problem));
  }

  private fail(error: unknown): void {
    if (!this.settle()) return;
    this.reject(error);
    this.encoded?.destroy();
    this.controller?.abort(error instanceof Error ? error : new Error(String(error)));
  }

  /** False where it is settled already. */
  private settle(): boolean {
    if (this.isSettled) return false;
    this.isSettled = true;
    clearTimeout(this.timer);
    return true;
  }
}

function textsOf(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Readonly<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    texts[name.toLowerCase()] = typeof value === 'string' ? value : String(value ?? '');
  }
  return texts;
}
