/** Calls of scripts that are asked for in one turn of the event loop, sent as one command. */
import { createHash } from 'node:crypto';

/** What Redis does in one step. */
export interface Script {
  readonly text: string;
  /** SHA-1 of the text, in hexadecimal digits. */
  readonly digest: string;
  /** How many keys one call has. */
  readonly keys: number;
}

/**
 * `body`: Lua of a function of the keys and values of one call, `KEYS` and `ARGV`. `before`: functions that it uses.
 *
 * The script takes any number of calls with equally many values, one after the other, and replies with a list: a command costs
 * more than what most of these calls do.
 */
export function defineScript(keys: number, body: string, before = ''): Script {
  const text = `${before}
local function call(KEYS, ARGV)
${body}
end
local calls = #KEYS / ${keys}
local width = #ARGV / calls
local replies = {}
for index = 0, calls - 1 do
  replies[index + 1] = call(
    { unpack(KEYS, index * ${keys} + 1, index * ${keys} + ${keys}) },
    { unpack(ARGV, index * width + 1, index * width + width) }
  )
end
return replies`;
  return { text, digest: createHash('sha1').update(text).digest('hex'), keys };
}

export interface Batches {
  readonly run: <Reply>(script: Script, keys: readonly string[], values: readonly string[]) => Promise<Reply>;
  /** Send at once what waits for the end of the turn. */
  flush(): void;
}

/** Sends a script with the number of keys, the keys and the values of all calls; gets their replies. */
type Evaluate = (script: Script, rest: readonly string[]) => Promise<readonly unknown[]>;

interface Batch {
  readonly script: Script;
  readonly keys: string[];
  readonly values: string[];
  readonly waiting: Pick<PromiseWithResolvers<unknown>, 'resolve' | 'reject'>[];
}

/** Redis answers nobody else meanwhile. */
const mostCalls = 64;

export function createBatches(evaluate: Evaluate): Batches {
  const open = new Map<string, Batch>();
  let flushing: NodeJS.Immediate | undefined;
  const send = (name: string, { script, keys, values, waiting }: Batch): void => {
    open.delete(name);
    evaluate(script, [String(keys.length), ...keys, ...values]).then(
      (replies) => {
        for (const [index, { resolve }] of waiting.entries()) resolve(replies[index]);
      },
      (cause: unknown) => {
        for (const { reject } of waiting) reject(cause);
      },
    );
  };
  const flush = (): void => {
    clearImmediate(flushing);
    flushing = undefined;
    for (const [name, batch] of open) send(name, batch);
  };
  return {
    run: <Reply>(script: Script, keys: readonly string[], values: readonly string[]) =>
      new Promise<Reply>((resolve, reject) => {
        const name = script.digest + values.length;
        const batch = open.get(name) ?? { script, keys: [], values: [], waiting: [] };
        open.set(name, batch);
        batch.keys.push(...keys);
        batch.values.push(...values);
        batch.waiting.push({ resolve: resolve as (reply: unknown) => void, reject }); // each script knows its reply
        if (batch.waiting.length === mostCalls) send(name, batch);
        else flushing ??= setImmediate(flush);
      }),
    flush,
  };
}
