import { expect, test } from 'vitest';
import { callUnsigned, callV1, edited, now } from '../../../mocks/fixtures/calls.ts';
import { createMock } from '../../../mocks/index.ts';
import { createServeLog } from './serve-log.ts';

const evil = 'a\n12:00:00.000 200 forged\u001b[31m\u009b\u202e\u2028::error::x';

test.each([false, true])('prints nothing of a caller that acts on a terminal; JSON: %s', async (isJson) => {
  const lines: string[] = [];
  const log = createServeLog((line) => lines.push(line), isJson);
  const mock = createMock({ clock: now });

  log.exchange(await mock.handle(callUnsigned({ AccessKeyId: evil, DelayTime: evil })));
  log.note(evil);

  expect(lines).toHaveLength(2);
  expect(lines.join('')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}]/u);
  if (isJson)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ account: evil, parameters: { DelayTime: evil } });
});

test('says which fault was injected, and what was not read', async () => {
  const lines: string[] = [];
  const [text, json] = [false, true].map((isJson) => createServeLog((line) => lines.push(line), isJson));
  const mock = createMock({ clock: now, faults: [{ fault: 'answer-lost' }] });
  const exchange = await mock.handle({ ...callUnsigned(), headers: { 'content-encoding': 'x' }, body: 'y' });
  text?.exchange(exchange);
  json?.exchange(exchange);

  expect(lines[0]).toMatch(/accepted {2}\[fault answer-lost, fault-1\] {2}The body was not read/);
  expect(JSON.parse(lines[1] ?? '')).toMatchObject({
    fault: { name: 'answer-lost', id: 'fault-1' },
    unread: expect.stringContaining('not read'),
  });
});

test('explains one wrong signature a second, and keeps lines short', async () => {
  const lines: string[] = [];
  let time = 0;
  const log = createServeLog(
    (line) => lines.push(line),
    false,
    () => time,
  );
  const mock = createMock({ clock: now, auth: 'verify' });
  const wrong = async (): Promise<void> =>
    log.exchange(await mock.handle(edited(callV1(), { AppName: 'x'.repeat(100_000) })));
  await wrong();
  await wrong();
  time = 1000;
  await wrong();
  await expect.poll(() => lines.filter((line) => line.includes('The server signed')).length).toBe(2);

  expect(lines.filter((line) => line.includes('Not explained'))).toHaveLength(1);
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(3000);
});

test('leaves the parameters of a long request out of a JSON line', async () => {
  const lines: string[] = [];
  const mock = createMock({ clock: now });
  createServeLog((line) => lines.push(line), true).exchange(
    await mock.handle(callUnsigned({ AppName: 'x'.repeat(100_000) })),
  );

  expect(lines[0]?.length).toBeLessThan(2000);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    parameters: null,
    cut: expect.stringContaining('longer'),
  });
});
