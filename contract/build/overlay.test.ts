import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { JsonObject } from '../json.ts';
import { applyOverlay } from './overlay.ts';

const document: JsonObject = {
  info: { title: 'Widgets' },
  paths: { '/': { post: { operationId: 'CreateWidget', tags: ['widgets'] } } },
  'x-errors': [
    { code: 'Name.Taken', status: 400 },
    { code: 'Size.Wrong', status: 400 },
  ],
};

test('merges an update into what is there, however deep', () => {
  const overlay = parse(`
    overlay: 1.0.0
    actions:
      - target: $.paths['/'].post
        update: { summary: Make a widget, x-limit: { requests: 5 } }
      - target: $.paths['/'].post
        update: { x-limit: { per: second } }
  `) as unknown;

  expect(applyOverlay(document, overlay)['paths']).toStrictEqual({
    '/': {
      post: {
        operationId: 'CreateWidget',
        tags: ['widgets'],
        summary: 'Make a widget',
        'x-limit': { requests: 5, per: 'second' },
      },
    },
  });
});

test('replaces a plain value', () => {
  const changed = apply({ target: '$.info', update: { title: 'Gadgets' } });

  expect(changed['info']).toStrictEqual({ title: 'Gadgets' });
});

test('replaces a text by an object, and an object by a text', () => {
  expect(apply({ target: '$.info', update: { title: { en: 'Gadgets' } } })['info']).toStrictEqual({
    title: { en: 'Gadgets' },
  });
  expect(apply({ target: '$', update: { info: 'none' } })['info']).toBe('none');
});

test('replaces a list by a text, and a text by a list', () => {
  expect(apply({ target: '$', update: { 'x-errors': 'none' } })['x-errors']).toBe('none');
  expect(apply({ target: '$.info', update: { title: ['Widgets'] } })['info']).toStrictEqual({
    title: ['Widgets'],
  });
});

test('appends to a list', () => {
  const changed = apply({ target: '$.paths..post', update: { tags: ['made', 'of', 'tests'] } });

  expect(changed['paths']).toStrictEqual({
    '/': { post: { operationId: 'CreateWidget', tags: ['widgets', 'made', 'of', 'tests'] } },
  });
});

test('changes the root of the document', () => {
  expect(apply({ target: '$', update: { 'x-world': {} } })).toStrictEqual({ ...document, 'x-world': {} });
});

test('changes every place that a target selects', () => {
  expect(apply({ target: '$.x-errors[*]', update: { status: 409 } })['x-errors']).toStrictEqual([
    { code: 'Name.Taken', status: 409 },
    { code: 'Size.Wrong', status: 409 },
  ]);
});

test('selects by a filter', () => {
  const changed = apply({ target: "$['x-errors'][?@.code == 'Size.Wrong']", update: { status: 409 } });

  expect(changed['x-errors']).toStrictEqual([
    { code: 'Name.Taken', status: 400 },
    { code: 'Size.Wrong', status: 409 },
  ]);
});

test('removes members and items', () => {
  expect(apply({ target: '$.info', remove: true })).not.toHaveProperty('info');
  expect(apply({ target: '$.x-errors[0]', remove: true })['x-errors']).toStrictEqual([
    { code: 'Size.Wrong', status: 400 },
  ]);
});

test('removes several items of one list', () => {
  expect(apply({ target: '$.x-errors[0, 1]', remove: true })['x-errors']).toStrictEqual([]);
});

test('leaves the document that was given as it is', () => {
  const before = structuredClone(document);

  apply({ target: '$.info', update: { title: 'Gadgets' } });
  apply({ target: '$.x-errors[0]', remove: true });

  expect(document).toStrictEqual(before);
});

test.each([
  { flaw: 'no object', overlay: null },
  { flaw: 'no version', overlay: { actions: [] } },
  { flaw: 'version 2', overlay: { overlay: '2.0.0', actions: [] } },
  { flaw: 'no actions', overlay: { overlay: '1.0.0' } },
])('refuses an overlay with $flaw', ({ overlay }) => {
  expect(() => applyOverlay(document, overlay)).toThrow(
    'Failed to read overlay: it needs "overlay: 1.0.0" and a list of "actions".',
  );
});

test('refuses an action without a target', () => {
  expect(() => apply({ target: '$.info', update: {} }, { update: {} })).toThrow(
    'Failed to read overlay action: it has no "target". Give it a JSONPath, such as $.info. (at #/actions/1)',
  );
});

test('refuses an action that does nothing', () => {
  expect(() => apply({ target: '$.info' })).toThrow(
    'Failed to read overlay action: it needs "update", or "remove: true". (at #/actions/0)',
  );
});

test('refuses a misspelt word, and leaves those of other tools alone', () => {
  expect(() => apply({ target: '$.info', updates: { title: 'Gadgets' } })).toThrow(
    'Failed to read overlay action: "updates" is not known. Did you mean "update"? (at #/actions/0/updates)',
  );
  expect(() => applyOverlay(document, { overlay: '1.0.0', extend: 'x.yaml', actions: [] })).toThrow(
    'Failed to read overlay: "extend" is not known. Did you mean "extends"?',
  );
  expect(apply({ target: '$.info', 'x-ticket': 12, update: { title: 'Gadgets' } })).toMatchObject({
    info: { title: 'Gadgets' },
  });
});

test('refuses to remove the whole document', () => {
  expect(() => apply({ target: '$', remove: true })).toThrow(
    'Failed to apply overlay to "$": nothing would be left of the document. Name a part of it. (at #/actions/0)',
  );
});

test('refuses a target that is no JSONPath', () => {
  expect(() => apply({ target: '$.info[', update: {} })).toThrow(
    'Failed to read overlay target "$.info[": it is not a JSONPath (RFC 9535). Write it like $.paths. (at #/actions/0)',
  );
});

test('refuses a target that selects nothing: a reading that does not apply is a lost one', () => {
  expect(() => apply({ target: '$.inof', update: {} })).toThrow(
    'Failed to apply overlay to "$.inof": the document has no such place. Correct the path. (at #/actions/0)',
  );
});

function apply(...actions: JsonObject[]): JsonObject {
  return applyOverlay(document, { overlay: '1.0.0', actions });
}
