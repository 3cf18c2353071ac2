/** Errors of a store's own service, as the engine knows them. */
import { StoreUnavailableError } from '../state-store.ts';

/** The same methods, but what SQLite throws, such as on a full disk, is a StoreUnavailableError. */
export function guardSqlite<Methods extends object>(methods: Methods): Methods {
  const guarded = Object.entries(methods).map(([name, method]: [string, unknown]) => [
    name,
    typeof method === 'function'
      ? (...values: readonly unknown[]): unknown => {
          try {
            return (method as (...all: readonly unknown[]) => unknown)(...values);
          } catch (cause) {
            if (cause instanceof Error && 'errcode' in cause)
              throw new StoreUnavailableError(`SQLite failed: ${cause.message}`, { cause });
            throw cause;
          }
        }
      : method,
  ]);
  return Object.fromEntries(guarded) as Methods;
}
