import { expect, test } from 'vitest';
import { mainOperation, readContract } from '../../contract/contract.ts';
import { documents } from '../../contract/openapi/documents.ts';
import { applyOverlay } from '../../contract/build/overlay.ts';
import { generateScenarios } from '../generate.ts';
import { fillText } from '../scenario/placeholders.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { operation, scenarios } from '../fixtures/own-scenarios.ts';

/** What the record that is made first has in a parameter, and what the call after it has. */
function bothOf(id: string, name: string, among: readonly Scenario[] = scenarios) {
  const scenario = among.find((one) => one.id === `record-configs/${id}`);
  const [first] = scenario?.arrange ?? [];
  const [then] = scenario?.act.kind === 'sequence' ? scenario.act.steps : [];
  return {
    evidence: scenario?.evidence,
    due: then?.expect,
    values: [first?.parameters[name], then?.parameters[name]],
  };
}

test.each([
  ['DomainName', 'domain-name-in-upper-case', ['${fixture.domain}', '${upper:fixture.domain}']],
  ['DomainName', 'domain-name-with-a-dot', ['${fixture.domain}', '${fixture.domain}.']],
  ['DomainName', 'domain-name-after-a-space', ['${fixture.domain}', ' ${fixture.domain}']],
  ['DomainName', 'domain-name-with-a-space', ['${fixture.domain}', '${fixture.domain} ']],
  ['AppName', 'app-name-after-a-space', ['${unique}', ' ${unique}']],
  ['AppName', 'app-name-with-a-space', ['${unique}', '${unique} ']],
  ['StreamName', 'stream-name-decomposed', ['${unique}-\u00E9', '${unique}-e\u0301']],
])('%s: nobody says whether it is another in %s', (name, id, values) => {
  expect(bothOf(id, name)).toEqual({ evidence: 'assumed', due: ['OK'], values });
});

test('an empty part of the key is one that is left out', () => {
  expect(bothOf('stream-name-empty', 'StreamName')).toEqual({
    evidence: 'assumed',
    due: ['ConfigAlreadyExists'],
    values: [undefined, ''],
  });
});

test('texts that differ in case are different, though nobody says so', () => {
  expect(bothOf('app-name-in-upper-case', 'AppName')).toEqual({
    evidence: 'assumed',
    due: ['OK'],
    values: ['a${unique}', 'A${unique}'],
  });
});

test('what a variant means stands in the contract, where somebody who knows better can change it', () => {
  const document = documents[operation.name];
  if (!document) throw new Error('the contract has no document');
  const learned = applyOverlay(document, {
    overlay: '1.0.0',
    actions: [
      { target: '$.components.schemas.Request.properties.DomainName.x-equivalents', remove: true },
      {
        target: '$.components.schemas.Request.properties.DomainName',
        update: { 'x-equivalents': [{ variant: 'trailing-dot', as: 'same', 'x-evidence': 'observed' }] },
      },
    ],
  });
  const changed = readContract([learned]);

  const among = generateScenarios(mainOperation(changed), changed);
  expect(bothOf('domain-name-with-a-dot', 'DomainName', among)).toMatchObject({
    evidence: 'observed',
    due: ['ConfigAlreadyExists'],
  });
  expect(among.some(({ id }) => id === 'record-configs/domain-name-in-upper-case')).toBe(false);
});

test('fills in what a target has in upper case', () => {
  const bindings = { now: 0, unique: 'me', fixtures: { domain: ['live.example.com', 'other.example.com'] } };

  expect(fillText('${upper:fixture.domain} ${upper:fixture.domain.1}', bindings)).toBe(
    'LIVE.EXAMPLE.COM OTHER.EXAMPLE.COM',
  );
});
