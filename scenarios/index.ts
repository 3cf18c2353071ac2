/**
 * Scenarios, for programs that send them themselves: what is sent, and what may come back, as data.
 *
 *     const contract = readContract();
 *     for (const { id, act } of generateScenarios(mainOperation(contract), contract)) {
 *       if (act.kind === 'sequence') console.log(id, act.steps.map(({ expect }) => expect));
 *     }
 *
 * Parameters hold placeholders, for names that nobody else uses and for times; `fillParameters` fills them in.
 */
export { generateScenarios } from './generate.ts';
export { fillParameters, fillText, type Bindings } from './scenario/placeholders.ts';
export {
  families,
  success,
  type Act,
  type Family,
  type Need,
  type Scenario,
  type Step,
} from './scenario/scenario.ts';
