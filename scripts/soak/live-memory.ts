/** What a Node process keeps in memory, without what its next collections would free. */

export interface LiveMemory extends AsyncDisposable {
  /** Bytes of JavaScript values and buffers that are still in use, after a collection of all garbage. */
  measure(): Promise<number>;
}

interface HeapUsage {
  readonly usedSize: number;
  readonly backingStorageSize: number;
}

interface Reply {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/**
 * Follow a process that was started with `--inspect`, and has printed so. Only its inspector can be asked for a collection: how
 * much of the process is resident says little, since V8 lets garbage lie while there is room, and so fills the room.
 *
 * Throws Error where the output names no inspector.
 */
export async function followMemory(output: string): Promise<LiveMemory> {
  const url = /ws:\/\/\S+/.exec(output)?.[0];
  if (url === undefined)
    throw new Error('Failed to follow memory: the process printed no inspector. Start it with --inspect.');
  const socket = new WebSocket(url);
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  const opened = Promise.withResolvers<void>();
  socket.addEventListener('open', () => opened.resolve());
  socket.addEventListener('error', () => opened.reject(new Error(`Failed to open "${url}".`)));
  socket.addEventListener('message', ({ data }) => {
    const { id = 0, result, error } = JSON.parse(String(data)) as Reply; // as the protocol of the inspector has it
    if (error) waiting.get(id)?.reject(new Error(error.message));
    else waiting.get(id)?.resolve(result);
    waiting.delete(id);
  });
  socket.addEventListener('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('The process ended.'));
  });
  await opened.promise;
  let count = 0;
  const ask = (method: string): Promise<unknown> => {
    const answered = Promise.withResolvers<unknown>();
    waiting.set((count += 1), answered);
    socket.send(JSON.stringify({ id: count, method }));
    return answered.promise;
  };
  return {
    async measure() {
      await ask('HeapProfiler.collectGarbage');
      const { usedSize, backingStorageSize } = (await ask('Runtime.getHeapUsage')) as HeapUsage; // the same
      return usedSize + backingStorageSize;
    },
    [Symbol.asyncDispose]: async () => socket.close(),
  };
}
