/** Lint rules. First the plan of the house: which file may import which. Rules that hold it are made from it below. */
import { defineConfig, type OxlintConfig } from 'oxlint';

/** The folders, and which others each may import. */
export const folders: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  mocks: ['contract'],
  scenarios: ['contract'],
  conformance: ['contract', 'scenarios'],
  scripts: ['contract', 'mocks', 'scenarios', 'conformance'],
};

interface Room {
  readonly name: string;
  /** The files that others may import, without their ending. Only tests go around the doors. */
  readonly doors: readonly string[];
}

function room(name: string, ...doors: readonly string[]): Room {
  return { name, doors };
}

/**
 * The rooms and files of each folder, from the ground up: what stands here imports what stands before it in its list,
 * never what stands after. `*` is all files of the folder that are not named.
 */
export const stairs: Readonly<Record<string, readonly (string | Room)[]>> = {
  contract: [
    room('text', 'misuse-error', 'nearest', 'options', 'printable'),
    '*',
    room(
      'schema',
      'defaults',
      'doubts',
      'equivalents',
      'formats',
      'instant',
      'keyword-names',
      'keywords',
      'limits',
      'rules',
      'texts-and-numbers',
      'walk',
    ),
    room(
      'wire',
      'curl',
      'parameters',
      'percent-encoding',
      'shape',
      'signature',
      'signature-v1',
      'signature-v3',
    ),
    room(
      'operation',
      'answer-form',
      'effect',
      'errors',
      'gateway',
      'operation',
      'outline',
      'permission',
      'preconditions',
      'requirements',
      'response-body',
    ),
    room('build', 'document', 'overlay', 'request-schema'),
    'naming.ts',
    'compile.ts',
    room('openapi', 'common', 'documents', 'types'),
    room('import', 'compare', 'import', 'import-error', 'read-source', 'source-document', 'summary'),
    'contract.ts',
    'world.ts',
    'write-types.ts',
    room('files', 'contract-files', 'load', 'paths', 'prebuilt', 'read-yaml'),
    'index.ts',
    'node.ts',
  ],
  'contract/openapi': [room('documents', '*'), '*'],
  'contract/import': [
    '*',
    room('sources', 'html', 'markdown', 'metadata', 'page', 'text'),
    'read-source.ts',
    room('prose', 'read-operation', 'read-parameter', 'read-value', 'sentence'),
    'facts.ts',
    'compare.ts',
    'witnesses.ts',
    room('draft', 'codes', 'draft', 'families', 'operation', 'state', 'times'),
    'import.ts',
    'summary.ts',
  ],
  mocks: [
    '*',
    room('auth', 'credentials', 'nonces', 'policy'),
    room('settings', 'clock', 'random'),
    room('state', 'initial-records', 'own-text', 'snapshot', 'store', 'view'),
    room(
      'gateway',
      'call',
      'gateway',
      'known-parameters',
      'parameter-match',
      'parts',
      'request',
      'throttle',
      'verification',
    ),
    room('faults', 'counts', 'faults', 'rule', 'transports'),
    'state-store.ts',
    'shared-settings.ts',
    room('stores', 'redis', 'sqlite'),
    room('engine', 'answer', 'effect', 'engine'),
    'decode-body.ts',
    'broken-answer.ts',
    'fetch.ts',
    room('journal', 'journal'),
    room('explain', 'explain', 'fix'),
    'matchers.ts',
    'jest.ts',
    'mock-options.ts',
    'events.ts',
    'overrides.ts',
    'mock.ts',
    'fetch-mock.ts',
    'msw.ts',
    'persist.ts',
    'spaces.ts',
    room('admin', 'access', 'answer', 'api', 'bodies', 'events'),
    room('server', 'server'),
    'index.ts',
    'vitest.ts',
    room('tests'),
  ],
  'mocks/auth': [room('signature', 'explain', 'report', 'verify'), '*'],
  'mocks/admin': ['*', room('page')],
  scenarios: [
    room('scenario', 'glob', 'placeholders', 'scenario'),
    '*',
    room('requests', 'bindings', 'doubts', 'draft', 'gap', 'items', 'placement', 'valid-requests', 'values'),
    room('keywords', 'case', 'keyword-cases', 'violate'),
    room('steps', 'prepare', 'related-operations', 'steps'),
    room('pairwise', 'pairwise'),
    room(
      'families',
      'accepted',
      'answers',
      'combinations',
      'gateway',
      'idle',
      'listing',
      'rate-limit',
      'records',
      'state',
      'transitions',
      'uniqueness',
      'violations',
    ),
    room('sequences', 'commands', 'fixed-sequences', 'random-requests', 'random-sequences'),
    'generate.ts',
    'generate-random.ts',
    'index.ts',
  ],
  conformance: [
    '*',
    room('targets', 'fetch', 'http', 'prism', 'secrets', 'signed', 'target'),
    room('run', 'ask-more', 'cleanup', 'run', 'select'),
    room('diagnosis', 'diagnosis'),
    room('report', 'formats', 'outcome', 'printable-report', 'read-report', 'report'),
    room('compare', 'compare', 'html', 'markdown', 'terminal'),
    'index.ts',
  ],
  'conformance/run': [
    room('judge', 'body', 'describe', 'judge'),
    room('results', 'call', 'call-result', 'hide-secrets', 'replay', 'result', 'slim'),
    room('session', 'created-resources', 'pace', 'prefix', 'retry-after', 'session', 'stop'),
    room('shrink', 'attempts', 'shrink'),
    '*',
  ],
  'conformance/diagnosis': [
    room('model', 'deviation', 'facts', 'overlay-actions', 'predict', 'seen', 'transcript'),
    room(
      'hypotheses',
      'bounded-values',
      'measures',
      'refusals',
      'rules',
      'shapes',
      'state',
      'unread',
      'whole',
    ),
    '*',
    room('probe', 'probe'),
  ],
  'conformance/report': [
    '*',
    room('create', 'create-report', 'known-failures', 'merge'),
    room('summary', 'causes', 'changes', 'diagnosis-lines', 'failure-lines', 'headline'),
    room('formats', 'badge', 'junit', 'markdown', 'markdown-text', 'sarif', 'terminal'),
    room(
      'html',
      'causes',
      'elements',
      'failure',
      'filters',
      'legend',
      'page',
      'report',
      'scenarios',
      'section',
      'sentences',
      'template',
    ),
    'formats.ts',
  ],
  scripts: [
    '*',
    room('build'),
    room('import', 'read-sources', 'settled', 'write-import'),
    room('cli', 'exit', 'invocation', 'package-root', 'reason', 'require-node'),
    room('commands', '*'),
    'understudy.ts',
    room('mutants'),
    room('testing', 'processes'),
    room('soak'),
    room('bench'),
    room('screenshots'),
    room('acceptance'),
  ],
  'scripts/cli': [
    '*',
    room('documents', 'choose-operation', 'load', 'pointer-lines', 'scenario-list', 'traceability-page'),
    room('targets', 'connection', 'targets'),
    room('reports', 'print-options', 'report-files', 'write-reports'),
    room('options', 'command-flags', 'flags'),
    room('settings', 'config-file', 'settings'),
    room('runs', 'cleanup-file', 'cleanup-report', 'interrupts', 'play', 'progress'),
    room('server', 'certificate', 'first-call', 'open-store', 'serve-files', 'serve-log', 'triggers'),
  ],
  'scripts/bench': [room('import'), '*'],
  'scripts/mutants': [
    room('reference', '*'),
    room('correct', 'correct'),
    room('faults', 'fault', 'faults'),
    '*',
  ],
};

type Pattern = { readonly message: string } & ({ readonly regex: string } | { readonly group: string[] });
type Override = NonNullable<OxlintConfig['overrides']>[number];

const ownEnding: Pattern = {
  regex: '^\\.{1,2}/.*\\.js$',
  message: 'Sources import each other with their own ending, .ts.',
};

function restrict(files: readonly string[], patterns: readonly Pattern[]): Override {
  return {
    files: [...files],
    rules: { 'no-restricted-imports': ['error', { patterns: [...patterns, ownEnding] }] },
  };
}

/** The arrows between folders, which tests and fixtures keep as well. */
function arrowsOf(folder: string): readonly Pattern[] {
  const allowed = folders[folder] ?? [];
  const others = Object.keys(folders).filter((other) => other !== folder && !allowed.includes(other));
  if (others.length === 0) return [];
  return [
    {
      regex: `^(\\.\\./)+(${others.join('|')})/|^understudy(/|$)`,
      message: `${folder}/ imports ${allowed.length === 0 ? 'nothing of ours' : `${allowed.map((name) => `${name}/`).join(' and ')} only`}.`,
    },
  ];
}

/** One of the places that files stand in: a folder with rooms, a room, or one file that is named in a list. */
interface ImportPlace {
  readonly files: string;
  readonly folder: string;
  /** From the outermost folder inwards: each list that the place stands in, and where. */
  readonly steps: readonly { readonly folder: string; readonly index: number }[];
}

function placesOf(folder: string, steps: ImportPlace['steps'] = []): readonly ImportPlace[] {
  const list = stairs[folder];
  if (!list) return [{ files: `${folder}/*`, folder, steps }];
  // What names a file comes last: of the rules that fit a file, the last holds.
  const ordered = list.map((step, index) => ({ step, here: [...steps, { folder, index }] }));
  return [
    ...ordered.flatMap(({ step, here }) =>
      step === '*' ? [{ files: `${folder}/*`, folder, steps: here }] : [],
    ),
    ...ordered.flatMap(({ step, here }) => {
      if (typeof step !== 'string') return placesOf(`${folder}/${step.name}`, here);
      return step === '*' ? [] : [{ files: `${folder}/${step}`, folder, steps: here }];
    }),
  ];
}

function isWithin(folder: string, other: string): boolean {
  return folder === other || folder.startsWith(`${other}/`);
}

/** The relative path from one folder to another, to put a name behind. */
function pathTo(from: string, to: string): string {
  const [here, there] = [from.split('/'), to.split('/')];
  let shared = 0;
  while (shared < there.length && here[shared] === there[shared]) shared += 1;
  const up = here.length - shared;
  const down = there.slice(shared).map((name) => `${name}/`);
  return `${up === 0 ? './' : '../'.repeat(up)}${down.join('')}`;
}

function noStepUp({ folder: from, steps }: ImportPlace): readonly Pattern[] {
  return steps.flatMap(({ folder, index }) => {
    const above = (stairs[folder] ?? []).slice(index + 1).filter((step) => step !== '*');
    if (above.length === 0) return [];
    const names = above.map((step) => (typeof step === 'string' ? `${step}$` : `${step.name}/`));
    return [
      {
        // Not a group: in those, a door that one group excepts is excepted from all.
        regex: `^${`${pathTo(from, folder)}(${names.join('|')})`.replaceAll('.', String.raw`\.`)}`,
        message: `Imports go down the stairs only: of ${folder}/ this stands further up. The plan is in oxlint.config.ts.`,
      },
    ];
  });
}

function onlyByDoors({ folder: from }: ImportPlace): readonly Pattern[] {
  return Object.entries(stairs).flatMap(([folder, steps]) =>
    steps.flatMap((step) => {
      if (typeof step === 'string' || step.doors.includes('*')) return [];
      const inside = `${folder}/${step.name}`;
      if (isWithin(from, inside)) return [];
      const path = pathTo(from, inside);
      const inner = (stairs[inside] ?? []).flatMap((each) =>
        typeof each === 'string' ? [] : [`!${path}${each.name}/**`],
      );
      const doors = step.doors.map((door) => `${door}.ts`);
      return [
        {
          group: [`${path}**`, ...doors.map((door) => `!${path}${door}`), ...inner],
          message: `${inside}/ is entered by ${doors.join(', ') || 'nobody'}. The plan is in oxlint.config.ts.`,
        },
      ];
    }),
  );
}

/** A path that leaves a folder only to come back into it would go around the other rules. */
function noDetour({ folder }: ImportPlace): Pattern {
  const [top = ''] = folder.split('/');
  return {
    regex: `^(\\.\\./)+${top}/`,
    message: `Within ${top}/, import by the path that does not leave it.`,
  };
}

const planRules: readonly Override[] = Object.keys(folders).flatMap((top) => [
  restrict([`${top}/**`], arrowsOf(top)),
  ...placesOf(top).map((place) =>
    restrict([place.files], [...arrowsOf(top), noDetour(place), ...noStepUp(place), ...onlyByDoors(place)]),
  ),
  restrict([`${top}/**/*.test.ts`, `${top}/**/fixtures/**`], arrowsOf(top)),
]);

const needsNode = ['Buffer', 'process', 'require', 'setImmediate', 'global', '__dirname', '__filename'];

/** What these folders hold also runs in a browser, but for the rooms that are named after it. */
const browserRules: readonly Override[] = [
  {
    files: ['contract/**', 'mocks/**', 'scenarios/**'],
    rules: {
      'import/no-nodejs-modules': 'error',
      'no-restricted-globals': [
        'error',
        ...needsNode.map((name) => ({
          name,
          message:
            'This also runs in a browser; what needs Node belongs to contract/files/, mocks/server/, mocks/stores/, conformance/ or scripts/.',
        })),
      ],
    },
  },
  {
    files: ['contract/files/**', 'mocks/server/**', 'mocks/stores/**', '**/*.test.ts'],
    rules: { 'import/no-nodejs-modules': 'off', 'no-restricted-globals': 'off' },
  },
];

// oxlint-disable-next-line import/no-default-export -- oxlint asks for it
export default defineConfig({
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'promise', 'vitest'],
  categories: {
    correctness: 'error',
  },
  env: {
    builtin: true,
    node: true,
    browser: true,
  },
  options: {
    typeAware: true,
  },
  ignorePatterns: ['dist/**', '.dist-*/**', 'coverage/**', '**/fixtures/**'],
  rules: {
    eqeqeq: [
      'error',
      'always',
      {
        null: 'ignore',
      },
    ],
    'no-restricted-imports': ['error', { patterns: [ownEnding] }],
    'no-var': 'error',
    'prefer-const': 'error',
    'import/no-cycle': [
      'error',
      {
        ignoreTypes: false,
      },
    ],
    'import/no-default-export': 'error',
    'typescript/consistent-type-imports': 'error',
    'typescript/no-base-to-string': 'off',
    'typescript/no-deprecated': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/no-misused-spread': 'off',
    'typescript/no-unnecessary-type-assertion': 'error',
    'typescript/no-unsafe-argument': 'error',
    'typescript/no-unsafe-assignment': 'error',
    'typescript/no-unsafe-call': 'error',
    'typescript/no-unsafe-member-access': 'error',
    'typescript/no-unsafe-return': 'error',
    'typescript/only-throw-error': 'error',
    'typescript/return-await': ['error', 'in-try-catch'],
    'typescript/switch-exhaustiveness-check': [
      'error',
      {
        considerDefaultExhaustiveForUnions: true,
      },
    ],
    'unicorn/no-thenable': 'off',
    'unicorn/prefer-node-protocol': 'error',
    'vitest/expect-expect': [
      'error',
      {
        assertFunctionNames: ['expect', 'assert*', 'expectTypeOf', 'fc.assert'],
      },
    ],
    'vitest/no-conditional-expect': 'off',
    'vitest/no-focused-tests': 'error',
    'vitest/no-standalone-expect': 'off',
    'vitest/valid-expect': [
      'error',
      {
        maxArgs: 2,
      },
    ],
  },
  overrides: [
    ...planRules,
    ...browserRules,
    {
      files: ['**/*.test.ts'],
      rules: {
        'typescript/no-unsafe-argument': 'off',
        'typescript/no-unsafe-assignment': 'off',
        'typescript/no-unsafe-member-access': 'off',
      },
    },
    { files: ['scripts/build/*.cjs'], rules: { 'no-var': 'off' } },
    { files: ['vitest.config.ts'], rules: { 'import/no-default-export': 'off' } },
  ],
});
