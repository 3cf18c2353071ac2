/** Recorded requests of client libraries, byte for byte, through sockets to a server that verifies them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { createMock } from '../index.ts';
import { startServer } from './server.ts';

const folder = new URL('../../../shared/facts/captures/', import.meta.url);
const files = existsSync(folder) ? readdirSync(folder) : [];
const noCaptures = 'no recorded requests of client libraries beside the project (../shared/facts/captures)';

test('accepts every recorded request on a fresh server', async ({ skip }) => {
  skip(files.length === 0, noCaptures);

  for (const { name, raw } of files.flatMap(readCapture)) {
    expect(await answersTo([raw]), name).toEqual([200]);
  }
});

test('takes the requests of each recording one after the other', async ({ skip }) => {
  skip(files.length === 0, noCaptures);

  for (const file of files) {
    const answers = await answersTo(readCapture(file).map(({ raw }) => raw));
    // All are about the same stream or two: those after the first meet what it created.
    expect(answers[0], file).toBe(200);
    expect(answers.slice(1), file).toSatisfy((all: unknown[]) =>
      all.every((answer) => answer === 200 || answer === 'ConfigAlreadyExists'),
    );
  }
});

test('refuses every recorded request that comes twice', async ({ skip }) => {
  skip(files.length === 0, noCaptures);

  for (const { name, raw } of files.flatMap(readCapture)) {
    expect(await answersTo([raw, raw]), name).toEqual([200, 'SignatureNonceUsed']);
  }
});

test('refuses every recorded request after a change of one signed character', async ({ skip }) => {
  skip(files.length === 0, noCaptures);

  const mock = createMock({ auth: 'verify', clock: '2026-11-22T13:29:10Z' });
  await using server = await startServer(mock, { port: 0 });
  for (const { name, raw } of files.flatMap(readCapture)) {
    for (const changed of changesOf(raw)) {
      expect(summarise(await exchange(server.port, changed)), `${name}: ${changed}`).not.toBe(200);
    }
  }
});

/** Some of the requests that differ in one signed character: every place would take minutes, and a step of its own finds most. */
function changesOf(raw: string): readonly string[] {
  const isV3 = raw.includes('ACS3-HMAC-SHA256');
  const end = raw.indexOf('\r\n\r\n');
  const target = { from: raw.indexOf('?') + 1, to: raw.indexOf(' HTTP/1.1') };
  const body = { from: end + 4, to: raw.length };
  const signed = /SignedHeaders=([^,]*)/.exec(raw)?.[1]?.split(';') ?? [];
  const headers = [...raw.slice(0, end).matchAll(/^([\w-]+): *(.*)$/gm)]
    .filter(([, name = '']) => [...signed, 'authorization'].includes(name.toLowerCase()))
    .map(({ index, 0: line, 2: value = '' }) => ({
      from: index + line.length - value.length,
      to: index + line.length,
    }));
  const parts = [...(raw.includes('?') ? [target] : []), body, ...(isV3 ? headers : [])];
  const places = parts.flatMap(({ from, to }) =>
    Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at),
  );
  return (
    places
      .filter((place, index) => index % 13 === 0 && /[\w-]/.test(raw.charAt(place)))
      // A digit of %XX in another case is the same, and the length of a chunk is no content.
      .filter(
        (place) => !/%.?$/.test(raw.slice(place - 2, place)) && !/\r\n[0-9a-f]*$/.test(raw.slice(0, place)),
      )
      .map((place) => raw.slice(0, place) + (raw.charAt(place) === 'x' ? 'y' : 'x') + raw.slice(place + 1))
  );
}

/** The status 200, or the code of the error, of each request in turn. The server believes that it has the recorded port. */
async function answersTo(requests: readonly string[]): Promise<readonly (number | string)[]> {
  const mock = createMock({ auth: 'verify', clock: '2026-11-22T13:29:10Z' });
  await using server = await startServer(mock, { port: 0 });
  const answers: (number | string)[] = [];
  for (const raw of requests) answers.push(summarise(await exchange(server.port, raw)));
  return answers;
}

function summarise(response: string): number | string {
  const [head = '', body = ''] = response.split('\r\n\r\n');
  const code = /"Code":"([^"]*)"/.exec(body)?.[1];
  return code ?? Number(head.split(' ')[1]);
}

/** Send bytes, and read until a whole answer is there. */
function exchange(port: number, raw: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(raw, 'latin1'));
    let received = '';
    socket.setEncoding('utf8');
    socket.on('error', reject);
    socket.on('data', (chunk: string) => {
      received += chunk;
      const [head = '', body] = received.split('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
      if (body === undefined || Buffer.byteLength(body) < length) return;
      socket.destroy();
      resolve(received);
    });
  });
}

/** Requests of a recording, each under a line that begins with `=====`; lines end with LF there and with CRLF on the wire. */
function readCapture(file: string): readonly { readonly name: string; readonly raw: string }[] {
  const [, ...sections] = readFileSync(new URL(file, folder), 'utf8').split(/^===== /m);
  return sections.map((section) => {
    const [title = '', ...lines] = section.trimEnd().split('\n');
    const blank = lines.indexOf('');
    const head = blank < 0 ? lines : lines.slice(0, blank);
    const body = blank < 0 ? [] : lines.slice(blank + 1);
    const isChunked = head.some((line) => /^transfer-encoding: *chunked/i.test(line));
    const end = isChunked ? '\r\n\r\n' : '';
    return { name: `${file}, ${title}`, raw: `${head.join('\r\n')}\r\n\r\n${body.join('\r\n')}${end}` };
  });
}
