/** The messages that stand in the sources, each as a pattern of what it can say. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../testing/processes.ts';

export interface Template {
  readonly file: string;
  /** As it is written, with `…` for what is filled in. */
  readonly text: string;
  readonly pattern: RegExp;
}

/** Texts that begin with "Failed to", in single quotation marks or as templates. */
const written =
  /(?<!\w)(?:'(Failed to (?:\\.|[^'\\])*)'|`(Failed to (?:\\.|\$\{(?:[^{}`]|`[^`]*`|\{[^{}]*\})*\}|[^`\\])*)`)/g;
const filledIn = /\$\{(?:[^{}`]|`[^`]*`|\{[^{}]*\})*\}/g;

/** Every message of the sources that a user may meet. */
export function templates(): readonly Template[] {
  const files = globSync('{contract,mocks,scenarios,conformance,scripts/{cli,commands,import}}/**/*.ts', {
    cwd: root,
  });
  return [...files, 'scripts/program.ts', 'scripts/understudy.ts']
    .filter((file) => !/\.test\.ts$|\/fixtures\//.test(file))
    .flatMap((file) =>
      [...readFileSync(join(root, file), 'utf8').matchAll(written)].map((match) => {
        const text = (match[1] ?? match[2] ?? '').replaceAll("\\'", "'").replaceAll('\\n', ' ');
        const parts = text.split(filledIn).map((part) => escape(part));
        return { file, text: text.replace(filledIn, '…').trim(), pattern: new RegExp(parts.join('[^]*?')) };
      }),
    );
}

/** For Node 22, which has no RegExp.escape. */
function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
