/** The reference as a target of a conformance run: `module:scripts/mutants/reference-target.ts`. */
import { createReference } from './reference.ts';

// oxlint-disable-next-line import/no-default-export -- a target module is asked for its default export
export default createReference();
