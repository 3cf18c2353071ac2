/** What happened last, for those who listen rather than look; errors are shown too. */
import { signal } from '@preact/signals';
import { TokenWanted } from './api.ts';

export const notice = signal<{ readonly text: string; readonly isError: boolean }>({
  text: '',
  isError: false,
});

export const connection = signal<'connecting' | 'live' | 'lost' | 'token'>('connecting');

let hide: ReturnType<typeof setTimeout> | undefined;

/** What went well is said for a while; what went wrong until somebody has seen it. */
export function say(text: string, isError = false): void {
  notice.value = { text, isError };
  clearTimeout(hide);
  if (!isError) hide = setTimeout(() => (notice.value = { text: '', isError: false }), 4000);
}

/** Do something, and say it if it fails. Where the server is gone, the page says that already. */
export async function run(action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    if (error instanceof TokenWanted) connection.value = 'token';
    else if (connection.value !== 'lost') say(error instanceof Error ? error.message : String(error), true);
  }
}

/** At once, and then at most once in so many milliseconds, however often it is asked for. */
export function createPacer(action: () => Promise<void>, gapMs: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let next = 0;
  return () => {
    timer ??= setTimeout(
      () => {
        void run(action).finally(() => {
          timer = undefined;
          next = performance.now() + gapMs;
        });
      },
      Math.max(0, next - performance.now()),
    );
  };
}
