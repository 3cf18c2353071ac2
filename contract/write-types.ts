/** Writes the names of a contract as TypeScript; `ContractTypes` says what each part is for. */
import type { Contract } from './compile.ts';
import type { Operation } from './operation/operation.ts';
import type { Shape } from './wire/shape.ts';
import { collectionsIn } from './world.ts';

/**
 * A type for each operation, named after it, and their union under a name.
 *
 * `source`: where the file imports the types from that these are made of, such as `understudy/contract`.
 *
 *     const source = writeTypes(loadContract('my-contract'), 'Types', 'understudy/contract');
 */
export function writeTypes(contract: Contract, name: string, source: string): string {
  const operations = [...contract.values()].map(
    (operation) => [typeName(operation.name), operation] as const,
  );
  const types = operations.map(
    ([typed, operation]) =>
      `/** ${operation.name} of ${operation.product}, version ${operation.version}. */\nexport type ${typed} = ${typesOf(operation)};\n`,
  );
  const union = operations.map(([typed]) => `\n  | ${typed}`).join('');
  return `import type { ParameterValue, WorldCollection } from '${source}';

${types.join('\n')}\n/** The names of the whole contract. */\nexport type ${name} =${union};\n`;
}

/** `AddThing` stays; of `shop.AddThing` the letters are kept. */
export function typeName(operation: string): string {
  const letters = operation.replaceAll(/\W+(\w?)/g, (_, next: string) => next.toUpperCase());
  return /^\d/.test(letters) ? `_${letters}` : letters;
}

function typesOf(operation: Operation): string {
  const parameters = parametersOf(operation.shape).map((line) => `      ${line};\n`);
  const errors = errorsOf(operation).map((code) => `\n    | ${code}`);
  const collections = [...collectionsIn([operation])].map(
    ([name, members]) => `    ${propertyName(name)}?: WorldCollection<${unionOf(members.map(quoted))}>;\n`,
  );
  return `{
  calls: {
    operation: ${quoted(operation.name)};
    where?: {
${parameters.join('')}    };
  };
  errors:${errors.join('')};
  world: ${worldOf(collections)};
}`;
}

/** `never` where there is no collection: an empty object type would let every name pass, in the union of a contract too. */
function worldOf(collections: readonly string[]): string {
  return collections.length === 0 ? 'never' : `{\n${collections.join('')}  }`;
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
  return shape.kind === 'scalar' ? value : `${value} | ${nestedTypeOf(shape)}`;
}

const value = 'ParameterValue';

function nestedTypeOf(shape: Shape): string {
  if (shape.kind === 'scalar') return value;
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

/** The codes of the page, and those that all operations share; `Missing{name}` is one for each name. */
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
