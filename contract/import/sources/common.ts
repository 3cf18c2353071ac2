/** Parameters that every call of the vendor has, where a page prints them among those of its operation. */
import { namesV1 } from '../../wire/signature.ts';
import type { SourceParameter } from '../source-document.ts';

const ofEveryCall = new Set(['Action', 'Version', 'Format', ...namesV1]);

const saysSo = /系统规定|公共|system-defined|operation that you want|common/i;

/** The parameters that are the operation's own. */
export function withoutCommon(parameters: readonly SourceParameter[]): readonly SourceParameter[] {
  // A time may be a parameter of one operation; beside a nonce or a key it is that of the signature.
  const printsAll = parameters.filter(({ name }) => namesV1.includes(name)).length > 1;
  return parameters.filter(
    ({ name, prose }) => !(ofEveryCall.has(name) && (name === 'Action' || printsAll || saysSo.test(prose))),
  );
}
