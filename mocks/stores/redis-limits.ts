/** Rate limits and nonces in Redis, by the clock that all share. */
import { createNonces, mostNonces, type Nonces } from '../auth/nonces.ts';
import { createThrottle, usageOf, type Throttle } from '../gateway/throttle.ts';
import { keyOf } from '../state/view.ts';
import type { RedisConnection } from './redis-connection.ts';
import { admitScript, forgetNamedScript, nonceScript } from './redis-scripts.ts';

/** `clock`: the key of the shared clock. The times that callers give are those of their own clocks, and are not looked at. */
export function createRedisThrottle(connection: RedisConnection, prefix: string, clock: string): Throttle {
  const [callers, times] = [`${prefix}callers`, `${prefix}times:`];

  const windows = async () => {
    const reply = await connection.send<readonly string[]>(['ZRANGE', callers, '0', '-1']);
    return Promise.all(
      reply.map(async (caller) => {
        const [account, operation, perMs] = JSON.parse(caller) as readonly [string, string, number]; // written below
        const admitted = await connection.send<readonly string[]>(['LRANGE', times + caller, '0', '-1']);
        return { account, operation, perMs, admitted: admitted.map(Number) };
      }),
    );
  };

  return {
    async admit({ account, operation }, { requests, perMs }) {
      const caller = keyOf({ account, operation, perMs });
      const wait = await connection.run<string>(
        admitScript,
        [times + caller, callers, clock],
        [caller, times, String(requests), String(perMs)],
      );
      return wait === '-1' ? { kind: 'admitted' } : { kind: 'throttled', retryAfterMs: Number(wait) };
    },
    fork() {
      let copy: Promise<Throttle> | undefined;
      const read = (): Promise<Throttle> => (copy ??= windows().then(createThrottle));
      const fork: Throttle = {
        admit: async (caller, limit, now) => (await read()).admit(caller, limit, now),
        usage: async (now) => (await read()).usage(now),
        clear: async () => (await read()).clear(),
        fork: () => fork,
      };
      return fork;
    },
    async usage(now) {
      return usageOf(await windows(), now);
    },
    async clear() {
      await connection.run(forgetNamedScript, [callers], [times]);
    },
  };
}

export function createRedisNonces(connection: RedisConnection, prefix: string, clock: string): Nonces {
  const nonces = `${prefix}nonces`;
  return {
    async use(nonce, now, expires) {
      const isNew = await connection.run<number>(
        nonceScript,
        [nonces, clock],
        [nonce, String(expires - now), String(mostNonces)],
      );
      return isNew === 1;
    },
    fork() {
      const own = createNonces();
      const fork: Nonces = {
        async use(nonce, now, expires) {
          const known = await connection.send<unknown>(['ZSCORE', nonces, nonce]);
          return (known === null || Number(known) <= now) && own.use(nonce, now, expires);
        },
        fork: () => fork,
        clear: () => own.clear(),
      };
      return fork;
    },
    async clear() {
      await connection.send(['UNLINK', nonces]);
    },
  };
}
