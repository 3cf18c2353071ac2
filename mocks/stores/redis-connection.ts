/** A connection to Redis: commands and scripts, and one line when it is lost and when it is back. */
import type * as RedisClient from '@redis/client';
import { StoreUnavailableError } from '../state-store.ts';
import { createHealth } from './health.ts';
import { createBatches, type Script } from './redis-batches.ts';
import { changeScript, createScript } from './redis-scripts.ts';
import { MisuseError } from '../../contract/text/misuse-error.ts';

export interface RedisConnection {
  /** Whether the latest command was answered. */
  isReachable(): boolean;
  /** Throws StoreUnavailableError where Redis cannot be reached, or refuses the command. */
  send<Reply>(command: readonly string[]): Promise<Reply>;
  /** Run a script, together with others of this turn. Throws as `send` does. */
  run<Reply>(script: Script, keys: readonly string[], values: readonly string[]): Promise<Reply>;
  /** All of the commands at once, or none. Throws as `send` does. */
  sendTogether(commands: readonly (readonly string[])[]): Promise<void>;
  /** Hear what is published on a channel, and each time that something may have been missed. */
  listen(channel: string, onMessage: (text: string) => void, onMissed: () => void): Promise<void>;
  close(): Promise<void>;
}

/** A Redis that neither answers nor ends the connection for so long counts as lost. */
const longestSilenceMs = 3000;
const pingEveryMs = 1000;
const longestPauseMs = 500;

/**
 * Connect. `say` gets a sentence when Redis is lost, and one when it works again.
 *
 * Throws MisuseError where `@redis/client` is not installed, for an address that is not one of Redis, and where nobody answers there.
 */
export async function connectRedis(
  address: string,
  shown: string,
  say: (line: string) => void,
): Promise<RedisConnection> {
  const { createClient, ErrorReply } = await loadClient(shown);
  let hasConnected = false;
  let isClosed = false;
  const health = createHealth(shown, say, [createScript.digest, changeScript.digest]);
  const loseConnection = (cause: unknown): void => {
    if (!isClosed && hasConnected) health.lose('connection', reasonOf(cause));
  };
  const client = createClient({
    url: address,
    // Pairs come as lists: in an object a key `__proto__` would be lost.
    RESP: 2,
    // A command that waits for a lost Redis would be carried out after its caller was refused.
    disableOfflineQueue: true,
    pingInterval: pingEveryMs,
    socket: {
      connectTimeout: longestSilenceMs,
      socketTimeout: longestSilenceMs,
      reconnectStrategy: (retries, cause) =>
        hasConnected ? Math.min(20 * 2 ** retries, longestPauseMs) : cause,
    },
  });
  const listener = client.duplicate();
  for (const one of [client, listener]) one.on('error', loseConnection);
  try {
    await Promise.all([client.connect(), listener.connect()]);
    // Without a password that it asks for, Redis lets anybody in, and then answers nothing.
    await client.sendCommand(['PING']);
  } catch (cause) {
    client.destroy();
    listener.destroy();
    throw new MisuseError(`Failed to open store "${shown}": ${reasonOf(cause)}. ${wayOut(reasonOf(cause))}`, {
      cause,
    });
  }
  hasConnected = true;
  client.on('ready', () => health.find('connection'));

  // One reaction to each reply: every promise more is a tenth of what a command costs.
  const answered = (what: string): void => {
    health.find('connection');
    health.find(what);
  };
  const refuse = (what: string, cause: unknown): never => {
    if (cause instanceof ErrorReply) health.lose(what, reasonOf(cause));
    else loseConnection(cause);
    throw new StoreUnavailableError(
      `Failed to use store "${shown}": Redis did not answer: ${reasonOf(cause)}. Look whether it runs, and has room.`,
      { cause },
    );
  };
  const react = <Reply>(what: string, reply: Promise<Reply>): Promise<Reply> =>
    reply.then(
      (value) => {
        if (health.failed !== undefined) answered(what);
        return value;
      },
      (cause: unknown) => refuse(what, cause),
    );
  const send = <Reply>(command: readonly string[], what = command[0] ?? ''): Promise<Reply> =>
    react(what, client.sendCommand<Reply>(command));
  const batches = createBatches(({ text, digest }, rest) =>
    client.sendCommand<readonly unknown[]>(['EVALSHA', digest, ...rest]).then(
      (replies) => {
        if (health.failed !== undefined) answered(digest);
        return replies;
      },
      (cause: unknown) =>
        isMissingScript(cause)
          ? send<readonly unknown[]>(['EVAL', text, ...rest], digest)
          : refuse(digest, cause),
    ),
  );

  return {
    isReachable: () => !isClosed && health.failed === undefined,
    send: (command) => send(command),
    run: batches.run,
    async sendTogether(commands) {
      const together = client.multi();
      for (const command of commands) together.addCommand([...command]);
      await react('MULTI', together.exec());
    },
    async listen(channel, onMessage, onMissed) {
      await listener.subscribe(channel, onMessage);
      // Whichever is back last can hear and ask.
      for (const one of [listener, client]) one.on('ready', onMissed);
    },
    async close() {
      batches.flush();
      isClosed = true;
      await Promise.all(
        [client, listener].map(async (one) => {
          if (one.isReady) await one.close();
          else one.destroy();
        }),
      );
    },
  };
}

async function loadClient(shown: string): Promise<typeof RedisClient> {
  try {
    return await import('@redis/client');
  } catch (cause) {
    throw new MisuseError(
      `Failed to open store "${shown}": the package @redis/client is not installed. Run npm install @redis/client.`,
      { cause },
    );
  }
}

function isMissingScript(cause: unknown): boolean {
  return cause instanceof Error && cause.message.startsWith('NOSCRIPT');
}

function wayOut(reason: string): string {
  return /^(NOAUTH|WRONGPASS|NOPERM)/.test(reason)
    ? 'Write user and password into the address, like redis://USER:PASSWORD@127.0.0.1:6379.'
    : 'Start Redis there, or correct the address.';
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const text = cause.message === '' && 'code' in cause ? String(cause.code) : cause.message;
  return text.replace(/\.$/, '');
}
