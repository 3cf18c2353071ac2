/** Scenarios, for those outside the project. */
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
