/** What Redis does in one step. */
import { defineScript } from './redis-batches.ts';

// A collection is a hash from key to `POSITION JSON`; positions count up, and order what is listed.

/**
 * KEYS: `PREFIXrecords:NAME`, the hash of a collection, and `PREFIXpositions`. `PREFIXcollections` holds the names of collections
 * that have begun. The ARGV of that number, where there is one, is JSON: the initial records of the collection as a list of
 * keys and texts, and seconds to live. What can be told from the keys is not sent: each argument costs as much as a command.
 */
const begin = (settingsAt: number): string => `
if redis.call('EXISTS', KEYS[1]) == 0 then
  local prefix = string.sub(KEYS[2], 1, -10)
  local isNew = redis.call('SADD', prefix .. 'collections', string.sub(KEYS[1], #prefix + 9)) == 1
  local initial = isNew and ARGV[${settingsAt}] and cjson.decode(ARGV[${settingsAt}]).initial or {}
  for index = 1, #initial, 2 do
    redis.call('HSET', KEYS[1], initial[index], redis.call('INCR', KEYS[2]) .. ' ' .. initial[index + 1])
  end
end
`;

const live = (settingsAt: number): string => `
local seconds = ARGV[${settingsAt}] and cjson.decode(ARGV[${settingsAt}]).expireSeconds or 0
if seconds > 0 then
  local names = string.sub(KEYS[2], 1, -10) .. 'collections'
  for _, key in ipairs({ KEYS[1], KEYS[2], names }) do redis.call('EXPIRE', key, seconds) end
end
`;

/** ARGV: key, text. 1 where the key was free. */
export const createScript = defineScript(
  2,
  `${begin(3)}
local isNew = redis.call('HSETNX', KEYS[1], ARGV[1], redis.call('INCR', KEYS[2]) .. ' ' .. ARGV[2])
${live(3)}
return isNew`,
);

/** ARGV: key, what is there (empty for nothing), text. 1 where it was still there, and was changed. */
export const changeScript = defineScript(
  2,
  `${begin(4)}
local found = redis.call('HGET', KEYS[1], ARGV[1]) or ''
if found ~= ARGV[2] then return 0 end
local position = string.match(found, '^%d+') or redis.call('INCR', KEYS[2])
redis.call('HSET', KEYS[1], ARGV[1], position .. ' ' .. ARGV[3])
${live(4)}
return 1`,
);

/** ARGV: key. 1 where there was a record. */
export const removeScript = defineScript(
  2,
  `${begin(2)}
return redis.call('HDEL', KEYS[1], ARGV[1])`,
);

/** ARGV: key. */
export const getScript = defineScript(
  2,
  `${begin(2)}
return redis.call('HGET', KEYS[1], ARGV[1])`,
);

export const listScript = defineScript(
  2,
  `${begin(1)}
return redis.call('HVALS', KEYS[1])`,
);

/** ARGV: the text that is there (empty for none), the text to put in its place. 1 where it was still there. */
export const replaceScript = defineScript(
  1,
  `if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2])
return 1`,
);

/** KEYS: `PREFIXcollections`, the names of collections. ARGV: what stands before a name in the key of its hash. Each name with its hash. */
export const exportScript = defineScript(
  1,
  `local found = {}
for place, name in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  found[place] = { name, redis.call('HGETALL', ARGV[1] .. name) }
end
return found`,
);

/** KEYS: a set of names. ARGV: what stands before a name in the key that belongs to it. Forgets them all. */
export const forgetNamedScript = defineScript(
  1,
  `local kind = redis.call('TYPE', KEYS[1]).ok
local names = {}
if kind == 'set' then names = redis.call('SMEMBERS', KEYS[1]) end
if kind == 'zset' then names = redis.call('ZRANGE', KEYS[1], 0, -1) end
for _, name in ipairs(names) do redis.call('UNLINK', ARGV[1] .. name) end
return redis.call('UNLINK', KEYS[1])`,
);

/** The time of the clock that all share, in milliseconds; a clock that runs takes the time of Redis. */
const readClock = `
local function now(key)
  local clock = cjson.decode(redis.call('GET', key) or '{"isRunning":true,"origin":0}')
  if not clock.isRunning then return clock.origin end
  local time = redis.call('TIME')
  return clock.origin + time[1] * 1000 + math.floor(time[2] / 1000)
end
local function exact(number) return string.format('%.17g', number) end
`;

/**
 * KEYS: times of the caller's calls, oldest first; callers by when their window ends; clock. ARGV: caller, what stands before a
 * caller in the key of its times, calls, milliseconds. -1 where the call is admitted, else the milliseconds to wait.
 */
export const admitScript = defineScript(
  3,
  `local now, most, per = now(KEYS[3]), tonumber(ARGV[3]), tonumber(ARGV[4])
for _, past in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', exact(now), 'LIMIT', 0, 8)) do
  redis.call('ZREM', KEYS[2], past)
  redis.call('UNLINK', ARGV[2] .. past)
end
local function edge(index) return tonumber(redis.call('LINDEX', KEYS[1], index) or now) end
while edge(-1) > now do redis.call('RPOP', KEYS[1]) end
while edge(0) <= now - per do redis.call('LPOP', KEYS[1]) end
if redis.call('LLEN', KEYS[1]) >= most then return exact(edge(0) + per - now) end
redis.call('RPUSH', KEYS[1], exact(now))
redis.call('ZADD', KEYS[2], exact(now + per), ARGV[1])
return '-1'`,
  readClock,
);

/** KEYS: nonces by when they end; clock. ARGV: nonce, milliseconds to its end, the most to keep. 1 where it was new. */
export const nonceScript = defineScript(
  2,
  `local now = now(KEYS[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', exact(now))
if redis.call('ZADD', KEYS[1], 'NX', exact(now + ARGV[2]), ARGV[1]) == 0 then return 0 end
if redis.call('ZCARD', KEYS[1]) > tonumber(ARGV[3]) then redis.call('ZPOPMIN', KEYS[1]) end
return 1`,
  readClock,
);

/**
 * KEYS: how often faults were matched and injected. ARGV: of each rule that the call matches its key, from which call on it is due,
 * how often at most, whether chance lets it, and which call it is (0 where it is to be counted). The place of the one to inject, from 1, or 0; then the two counts of each rule.
 */
export const chooseFaultScript = defineScript(
  1,
  `local reply = { 0 }
for place = 1, #ARGV / 5 do
  local key, nth, times, drawn, matched = unpack(ARGV, place * 5 - 4, place * 5)
  matched = tonumber(matched)
  if matched == 0 then matched = redis.call('HINCRBY', KEYS[1], 'matched ' .. key, 1) end
  local injected = tonumber(redis.call('HGET', KEYS[1], 'injected ' .. key) or 0)
  if reply[1] == 0 and drawn == '1' and matched >= tonumber(nth) and injected < tonumber(times) then
    reply[1] = place
    injected = redis.call('HINCRBY', KEYS[1], 'injected ' .. key, 1)
  end
  reply[place * 2], reply[place * 2 + 1] = matched, injected
end
return reply`,
);
