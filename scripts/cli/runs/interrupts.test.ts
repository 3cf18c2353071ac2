import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { listenForInterrupts } from './interrupts.ts';

function listen() {
  const codes: number[] = [];
  const source = Object.assign(new EventEmitter(), { exit: (code: number) => codes.push(code) });
  const said: string[] = [];
  const time = { now: 0 };
  const interrupts = listenForInterrupts(
    source,
    (text) => said.push(text),
    () => time.now,
  );
  const strike = (signal: string): void => {
    time.now += 1000;
    source.emit(signal, signal);
  };
  return { codes, source, said, time, interrupts, strike };
}

test('the first stops the run, the second the clean-up, the third everything', () => {
  const { codes, said, interrupts, strike } = listen();
  strike('SIGINT');
  expect([interrupts.signal.aborted, interrupts.cleanUpSignal.aborted]).toEqual([true, false]);
  expect(said.join('')).toContain('nothing more is played, and what was made is removed');
  strike('SIGTERM');
  expect(interrupts.cleanUpSignal.aborted).toBe(true);
  expect(codes).toEqual([]);
  strike('SIGINT');
  expect(codes).toEqual([130]);
});

test('one Ctrl-C that comes twice, from the terminal and from npm, is one', () => {
  const { source, interrupts, strike } = listen();
  strike('SIGINT');
  source.emit('SIGINT', 'SIGINT');
  expect(interrupts.cleanUpSignal.aborted).toBe(false);
});

test('nothing is heard any more when the run is over', () => {
  const { source, interrupts, strike } = listen();
  interrupts[Symbol.dispose]();
  strike('SIGINT');
  expect(interrupts.signal.aborted).toBe(false);
  expect(source.listenerCount('SIGTERM')).toBe(0);
});
