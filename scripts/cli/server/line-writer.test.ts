import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLineWriter } from './line-writer.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function createStream() {
  const written: string[] = [];
  return { written, writableLength: 0, write: (text: string) => written.push(text) > 0 };
}

test('writes the lines of a few milliseconds together', () => {
  const stream = createStream();
  const { write } = createLineWriter(stream, String);
  write('one');
  write('two');
  expect(stream.written).toEqual([]);
  vi.advanceTimersByTime(10);
  write('three');
  vi.advanceTimersByTime(10);

  expect(stream.written).toEqual(['one\ntwo\n', 'three\n']);
});

test('leaves lines out while nobody reads, and says how many', () => {
  const stream = createStream();
  const { write, flush } = createLineWriter(stream, (count) => `${count} lines were left out.`);
  stream.writableLength = 9 * 1024 * 1024;
  for (const line of ['one', 'two', 'three']) write(line);
  vi.advanceTimersByTime(10);
  expect(stream.written).toEqual([]);

  stream.writableLength = 0;
  write('four');
  flush();
  write('five');
  flush();
  expect(stream.written).toEqual(['3 lines were left out.\nfour\n', 'five\n']);
});
