/** Lint rules that hold the plan of the house, made from it: which file may import which. The plan is in oxlint.config.ts. */
import type { OxlintConfig } from 'oxlint';

export interface Room {
  readonly name: string;
  /** The files that others may import, without their ending. Only tests go around the doors. */
  readonly doors: readonly string[];
}

export function room(name: string, ...doors: readonly string[]): Room {
  return { name, doors };
}

export interface HousePlan {
  /** The folders, and which others each may import. */
  readonly folders: Readonly<Record<string, readonly string[]>>;
  /** The rooms and files of each folder, from the ground up; `*` is all files of the folder that are not named. */
  readonly stairs: Readonly<Record<string, readonly (string | Room)[]>>;
}

type Pattern = { readonly message: string } & ({ readonly regex: string } | { readonly group: string[] });
export type Override = NonNullable<OxlintConfig['overrides']>[number];

export const ownEnding: Pattern = {
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
function arrowsOf(folder: string, { folders }: HousePlan): readonly Pattern[] {
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

function placesOf(folder: string, plan: HousePlan, steps: ImportPlace['steps'] = []): readonly ImportPlace[] {
  const list = plan.stairs[folder];
  if (!list) return [{ files: `${folder}/*`, folder, steps }];
  // What names a file comes last: of the rules that fit a file, the last holds.
  const ordered = list.map((step, index) => ({ step, here: [...steps, { folder, index }] }));
  return [
    ...ordered.flatMap(({ step, here }) =>
      step === '*' ? [{ files: `${folder}/*`, folder, steps: here }] : [],
    ),
    ...ordered.flatMap(({ step, here }) => {
      if (typeof step !== 'string') return placesOf(`${folder}/${step.name}`, plan, here);
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

function noStepUp({ folder: from, steps }: ImportPlace, { stairs }: HousePlan): readonly Pattern[] {
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

function onlyByDoors({ folder: from }: ImportPlace, { stairs }: HousePlan): readonly Pattern[] {
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

/** The rules of all folders. */
export function planRules(plan: HousePlan): readonly Override[] {
  return Object.keys(plan.folders).flatMap((top) => [
    restrict([`${top}/**`], arrowsOf(top, plan)),
    ...placesOf(top, plan).map((place) =>
      restrict(
        [place.files],
        [...arrowsOf(top, plan), noDetour(place), ...noStepUp(place, plan), ...onlyByDoors(place, plan)],
      ),
    ),
    restrict([`${top}/**/*.test.ts`, `${top}/**/fixtures/**`], arrowsOf(top, plan)),
  ]);
}
