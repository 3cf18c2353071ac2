/** The command with which the program was started, for suggestions that can be pasted. */

/** `npm run understudy --` in a clone, where npm scripts bring the right Node; `npx understudy` where the package is installed. */
export function invocation(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  const script = environment['npm_lifecycle_event'];
  return script === 'understudy' || script === 'start' ? 'npm run understudy --' : 'npx understudy';
}
