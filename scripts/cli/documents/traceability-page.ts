/** `docs/traceability.md`: the page's requirements, and the scenarios that test each. */
import { mainOperation, type Contract } from '../../../contract/contract.ts';
import { requirementsOf } from '../../../contract/operation/requirements.ts';
import { generateScenarios } from '../../../scenarios/generate.ts';
import { traceRequirements } from '../../../scenarios/traceability.ts';

/** One row for each requirement of the documentation page. Throws Error for a requirement without a scenario. */
export function writeTraceabilityPage(contract: Contract): string {
  const operation = mainOperation(contract);
  const traced = traceRequirements(operation, generateScenarios(operation, contract));
  const patterns = new Map(requirementsOf(operation).map((requirement) => [requirement.id, requirement]));
  const rows = traced.map((requirement) => {
    const written = patterns.get(requirement.id);
    const tested =
      'excluded' in requirement
        ? `not tested: ${requirement.excluded}`
        : `${requirement.scenarios.length}: ${written && 'scenarios' in written ? written.scenarios.map((glob) => `\`${glob}\``).join(', ') : ''}`;
    return `| ${requirement.where} | ${requirement.text} | ${tested} |`;
  });
  const excluded = traced.filter((requirement) => 'excluded' in requirement).length;
  return [
    '# Traceability',
    '',
    `What the documentation page of ${operation.name} (${operation.page}) requires, in our words: ${traced.length - excluded} of`,
    `${traced.length} requirements are tested by scenarios, the others say why not. Made by \`npm run understudy -- contract build\` from`,
    `[contract/requirements](../contract/requirements); \`check --report html=FILE\` shows the same with the results of a run.`,
    '',
    '| where | requirement | scenarios |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
