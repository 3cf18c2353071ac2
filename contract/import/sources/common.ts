/** Parameters that every call of the vendor has, where a page prints them among those of its operation. */
import type { SourceParameter } from '../source-document.ts';

const ofEveryCall = new Set([
  'Action',
  'Version',
  'Format',
  'AccessKeyId',
  'Signature',
  'SignatureMethod',
  'SignatureNonce',
  'SignatureVersion',
  'Timestamp',
]);

/** Names that stand on a page only where it prints all of them. */
const ofSignatures = new Set(['AccessKeyId', 'Signature', 'SignatureMethod', 'SignatureNonce']);

const saysSo = /系统规定|公共|system-defined|operation that you want|common/i;

/** The parameters that are the operation's own. */
export function withoutCommon(parameters: readonly SourceParameter[]): readonly SourceParameter[] {
  const printsAll = parameters.filter(({ name }) => ofSignatures.has(name)).length > 1;
  return parameters.filter(
    ({ name, prose }) => !(ofEveryCall.has(name) && (name === 'Action' || printsAll || saysSo.test(prose))),
  );
}
