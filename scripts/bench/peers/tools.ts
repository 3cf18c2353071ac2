/** The tools that make their own requests, each with the settings it recommends for that. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { JsonObject } from '../../../contract/json.ts';
import { adaptDocument } from './adapt.ts';
import type { Outcome } from './outcome.ts';
import { runToEnd, type Finished } from './program.ts';
import { readJUnit, readNewman } from './read-results.ts';
import type { Served } from './serve.ts';

/** Longest time for one run; what takes longer is ended and counted as timed out. */
export const timeoutMs = 120_000;

/** Where a run may write, and what it starts from. */
export interface Place {
  /** The folder with the tool's own node_modules. */
  readonly folder: string;
  readonly document: JsonObject;
}

export interface Tool {
  readonly name: string;
  readonly version: string;
  /** What npm installs, versions exact. */
  readonly packages: readonly string[];
  /** Whether each call may be given an account of its own, see serve.ts. */
  readonly accountEach: boolean;
  /** Why it cannot run here; undefined where it can. */
  readonly obstacle?: () => Promise<string | undefined>;
  readonly run: (server: Served, place: Place) => Promise<Outcome>;
}

export const portman: Tool = {
  name: 'Portman with newman',
  version: '1.33.0, 6.2.2',
  // Portman 1.33.0 needs tslib and does not say so.
  packages: ['@apideck/portman@1.33.0', 'newman@6.2.2', 'tslib@2.8.1'],
  accountEach: true,
  async run(server, place) {
    const { folder } = place;
    const results = join(folder, 'newman.json');
    await prepare(place, server, results);
    await writeFile(join(folder, 'portman.json'), JSON.stringify(portmanSettings));
    // Portman would end the program at the first failure, before the results are written.
    const newman = { abortOnFailure: false, reporters: ['json'], reporter: { json: { export: results } } };
    const args = [
      join(folder, 'node_modules/@apideck/portman/bin/portman'),
      '-l',
      'document.yaml',
      '-b',
      server.url,
      '-c',
      'portman.json',
      '-n',
      '--newmanRunOptions',
      JSON.stringify(newman),
    ];
    return timed(() => runToEnd(process.execPath, args, { cwd: folder, timeoutMs }), results, readNewman);
  },
};

const answers = {
  contentType: { enabled: true },
  jsonBody: { enabled: true },
  schemaValidation: { enabled: true },
  headersPresent: { enabled: true },
};
const enabled = { enabled: true };
/** Every contract test, and every fuzzing that Portman has for parameters. */
const portmanSettings = {
  version: 1,
  tests: {
    contractTests: [{ openApiOperation: '*::/*', statusSuccess: enabled, ...answers }],
    variationTests: [
      {
        openApiOperation: '*::/*',
        openApiResponse: '400',
        variations: [
          {
            name: 'refuses',
            fuzzing: [
              {
                requestQueryParams: [
                  {
                    requiredFields: enabled,
                    minimumNumberFields: enabled,
                    maximumNumberFields: enabled,
                    minLengthFields: enabled,
                    maxLengthFields: enabled,
                  },
                ],
              },
            ],
            tests: { contractTests: [{ statusCode: { enabled: true, code: 400 }, ...answers }] },
          },
        ],
      },
    ],
  },
};

export const dredd: Tool = {
  name: 'Dredd',
  version: '14.1.0',
  packages: ['dredd@14.1.0'],
  accountEach: true,
  async run(server, place) {
    const { folder } = place;
    const results = join(folder, 'dredd.xml');
    await prepare(place, server, results, false);
    const args = [
      join(folder, 'node_modules/dredd/bin/dredd'),
      'document.yaml',
      server.url,
      '--reporter',
      'xunit',
      '--output',
      results,
    ];
    return timed(() => runToEnd(process.execPath, args, { cwd: folder, timeoutMs }), results, readJUnit);
  },
};

/** Most combinations of values that Specmatic tries for a valid request; its default is all of them. */
const combinations = 5;

export const specmatic: Tool = {
  name: 'Specmatic',
  version: '2.55.1',
  packages: ['specmatic@2.55.1'],
  accountEach: true,
  async obstacle() {
    const { exitCode, timedOut } = await runToEnd('java', ['-version'], { cwd: '.', timeoutMs: 10_000 });
    return exitCode === 0 && !timedOut ? undefined : 'it needs Java 17, and there is no java on the PATH';
  },
  async run(server, place) {
    const { folder } = place;
    const results = join(folder, 'junit/TEST-junit-jupiter.xml');
    await prepare(place, server, results);
    const settings = {
      version: 2,
      contracts: [{ provides: ['document.yaml'] }],
      test: { resiliencyTests: { enable: 'all' } },
    };
    await writeFile(join(folder, 'specmatic.yaml'), stringify(settings));
    const args = [
      '-Dhttps.proxyHost=127.0.0.1',
      '-Dhttps.proxyPort=9',
      '-jar',
      join(folder, 'node_modules/specmatic/specmatic.jar'),
      'test',
      'document.yaml',
      '--testBaseURL',
      server.url,
      '--junitReportDir',
      'junit',
    ];
    const env = { MAX_TEST_REQUEST_COMBINATIONS: String(combinations), SPECMATIC_DISABLE_TELEMETRY: 'true' };
    return timed(() => runToEnd('java', args, { cwd: folder, env, timeoutMs }), results, readJUnit);
  },
};

/** Nothing of the run before may be taken for this one's. */
async function prepare(
  { folder, document }: Place,
  server: Served,
  results: string,
  hasDefault = true,
): Promise<void> {
  await rm(results, { force: true });
  await writeFile(
    join(folder, 'document.yaml'),
    stringify(adaptDocument(document, { serverUrl: server.url, hasDefault }), {
      aliasDuplicateObjects: false,
    }),
  );
}

/** Run a program and read the file that it leaves; a run that leaves none came to no result. */
export async function timed(
  run: () => Promise<Finished>,
  results: string,
  read: (text: string) => Pick<Outcome & { kind: 'ran' }, 'failed' | 'checks'>,
): Promise<Outcome> {
  const from = performance.now();
  const { timedOut, output, exitCode } = await run();
  const durationMs = performance.now() - from;
  if (timedOut) return { kind: 'timed-out', durationMs };
  try {
    return { kind: 'ran', ...read(await readFile(results, 'utf8')), durationMs };
  } catch (error) {
    const said = output
      .trim()
      .split(/\s*[\n\r]\s*/)
      .slice(-3)
      .join(' ');
    return { kind: 'broke', reason: `exit code ${exitCode}, ${String(error)}: ${said}`, durationMs };
  }
}
