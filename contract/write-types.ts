/** Writes the types of a contract as TypeScript. */
import type { Contract } from './compile.ts';
import type { Operation } from './operation/operation.ts';
import type { Shape } from './wire/shape.ts';
import { collectionsIn } from './world.ts';

/**
 * The members of an object type: one for each operation, as `ContractTypes` of `understudy/contract` describes them.
 *
 * `Value` in the text stands for `ParameterValue`; whoever writes the file declares it.
 */
export function writeTypes(contract: Contract): string {
  return [...contract.values()].map((operation) => writeOperation(operation)).join('\n');
}

/** A whole file for a contract of the user: the type `Types`, which stands alone. */
export function writeTypesFile(contract: Contract): string {
  return `// Made by "understudy contract types". Not to be edited.

type Value = string | number | boolean | undefined;

/** For \`loadContract<Types>(…)\` of understudy/contract: operations, with their parameters, errors and collections. */
export type Types = {
${writeTypes(contract)}
};
`;
}

function writeOperation(operation: Operation): string {
  const members = [
    `    parameters: {\n${parametersOf(operation.shape)
      .map((line) => `      ${line};\n`)
      .join('')}    };`,
    `    errors:\n${errorsOf(operation)
      .map((code) => `      | ${code}\n`)
      .join('')}      ;`.replace('\n      ;', ';'),
    `    collections: {${[...collectionsIn([operation])]
      .map(([name, fields]) => `\n      ${propertyName(name)}: ${unionOf([...fields].map(quoted))};`)
      .join('')}${operation.preconditions.length + (operation.effect ? 1 : 0) > 0 ? '\n    ' : ''}};`,
  ];
  return `  ${propertyName(operation.name)}: {\n${members.join('\n')}\n  };`;
}

/** Each parameter nested, then the names of those that are not at the top as on the wire. */
function parametersOf(shape: Shape): readonly string[] {
  if (shape.kind !== 'object') return [];
  const nested = [...shape.members].map(([name, member]) => `${propertyName(name)}?: ${typeOf(member)}`);
  const wire = [...shape.members].flatMap(([name, member]) => wireNames(name, member));
  return [...nested, ...wire.map(([name, type]) => `[wire: \`${name}\`]: ${type}`)];
}

/** A list or an object may be asked for by its text as well, as `Record<string, string>` does of whatever it holds. */
function typeOf(shape: Shape): string {
  return shape.kind === 'scalar' ? 'Value' : `Value | ${nestedTypeOf(shape)}`;
}

function nestedTypeOf(shape: Shape): string {
  if (shape.kind === 'scalar') return 'Value';
  if (shape.kind === 'list') return `readonly ${nestedTypeOf(shape.item)}[]`;
  const members = [...shape.members].map(
    ([name, member]) => `${propertyName(name)}?: ${nestedTypeOf(member)}`,
  );
  return `{ ${members.join('; ')} }`;
}

/** Names below a parameter, such as `Parts.${number}.Kind`. */
function wireNames(name: string, shape: Shape): readonly (readonly [name: string, type: string])[] {
  if (shape.kind === 'scalar') return [];
  const inside =
    shape.kind === 'list'
      ? [[`${name}.\${number}`, shape.item] as const]
      : [...shape.members].map(([member, one]) => [`${name}.${member}`, one] as const);
  return inside.flatMap(([wireName, one]) => [[wireName, typeOf(one)] as const, ...wireNames(wireName, one)]);
}

/** The codes of the page, then those that all operations share; `Missing{name}` is one for each name. */
function errorsOf({ errors, shape, commonParameters }: Operation): readonly string[] {
  const names = [...new Set([...namesIn(shape), ...commonParameters.map(({ name }) => name)])];
  const codes = errors.all.flatMap(({ template }) =>
    template.includes('{name}') ? names.map((name) => template.replaceAll('{name}', name)) : [template],
  );
  return [...new Set(codes)].map(quoted);
}

function namesIn(shape: Shape): readonly string[] {
  if (shape.kind === 'scalar') return [];
  if (shape.kind === 'list') return namesIn(shape.item);
  return [...shape.members].flatMap(([name, member]) => [name, ...namesIn(member)]);
}

function unionOf(types: readonly string[]): string {
  return types.length === 0 ? 'never' : types.join(' | ');
}

function quoted(text: string): string {
  return `'${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`;
}

function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name);
}
