/** `docs/traceability.md`: the page's promises, and the scenarios that test each. */
import { mainOperation, type Contract } from '../../contract/contract.ts';
import { promisesOf } from '../../contract/operation/promises.ts';
import { generateScenarios } from '../../scenarios/generate.ts';
import { tracePromises } from '../../scenarios/traceability.ts';

/** One row for each sentence of the documentation page that promises something. Throws for one that nothing tests. */
export function writeTraceabilityPage(contract: Contract): string {
  const operation = mainOperation(contract);
  const traced = tracePromises(operation, generateScenarios(operation, contract));
  const patterns = new Map(promisesOf(operation).map((promise) => [promise.id, promise]));
  const rows = traced.map((promise) => {
    const written = patterns.get(promise.id);
    const tested =
      'excluded' in promise
        ? `not tested: ${promise.excluded}`
        : `${promise.scenarios.length}: ${written && 'scenarios' in written ? written.scenarios.map((glob) => `\`${glob}\``).join(', ') : ''}`;
    return `| ${promise.where} | ${promise.text} | ${tested} |`;
  });
  const excluded = traced.filter((promise) => 'excluded' in promise).length;
  return [
    '# Traceability',
    '',
    `What the documentation page of ${operation.name} (${operation.page}) promises, in our words: ${traced.length - excluded} of`,
    `${traced.length} promises are tested by scenarios, the others say why not. Made by \`npm run understudy -- contract build\` from`,
    `[contract/promises](../contract/promises); \`check --report html=FILE\` shows the same with the results of a run.`,
    '',
    '| where | promise | scenarios |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
