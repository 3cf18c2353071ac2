/** A load that remembers what it was told. */
import { Pool } from 'undici';
import { addRecord } from './add-record.ts';

export interface LoadAnswer {
  /** Of the record that the call would create. */
  readonly name: string;
  readonly outcome: 'succeeded' | 'refused' | 'unanswered';
}

export interface Load {
  /** Call until the server is gone. */
  run(): Promise<void>;
  /** Done when so many calls were answered. */
  reached(count: number): Promise<void>;
  answered(): readonly LoadAnswer[];
}

/** Below the rate limit of one account. */
const callsOfAnAccount = 20;

/** Creations of new records, each fifth of which is refused. `prefix` makes the names new. */
export function createLoad(url: string, prefix: string): Load {
  const pool = new Pool(url, { connections: 16 });
  const answered: LoadAnswer[] = [];
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  let next = 0;
  const record = (one: LoadAnswer): void => {
    answered.push(one);
    for (const { count, resolve } of waiting) if (answered.length >= count) resolve();
  };
  const call = async (index: number): Promise<LoadAnswer> => {
    const name = `${prefix}-${index}`;
    try {
      const { status } = await addRecord(pool, {
        AppName: name,
        AccessKeyId: `${prefix}-${Math.floor(index / callsOfAnAccount)}`,
        ...(index % 5 === 4 && { OssBucket: 'no-such-bucket' }),
      });
      if (status >= 500) return { name, outcome: 'unanswered' };
      return { name, outcome: status === 200 ? 'succeeded' : 'refused' };
    } catch {
      return { name, outcome: 'unanswered' };
    }
  };
  return {
    async run() {
      for (;;) {
        const one = await call((next += 1));
        record(one);
        if (one.outcome === 'unanswered') break;
      }
      if (!pool.destroyed) await pool.destroy();
    },
    reached: (count) => new Promise((resolve) => waiting.push({ count, resolve })),
    answered: () => answered,
  };
}
