import type { Redis } from './redis.ts'
import { script } from './script.ts'

/** The provider's bucket, as a response showed it. */
interface Reading {
  readonly remaining: number
  readonly perSecond: number
  readonly capacity: number
}

/** A bucket is forgotten after an hour without a call. The next response shows it again. */
const KEPT_MS = 3_600_000

/**
 * Requests reach the provider up to this much later than they are sent. While the provider's bucket is full, it gains
 * no tokens, but ours would, for requests that are still on their way: so ours holds fewer by what is gained meanwhile.
 */
const DELAY_S = 0.25

const READ = `
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local function read()
  local kept = redis.call('GET', KEYS[1])
  if not kept then return nil end
  local tokens, at, perSecond, capacity = string.match(kept, '(%S+) (%S+) (%S+) (%S+)')
  perSecond, capacity = tonumber(perSecond), tonumber(capacity)
  local most = math.max(1, capacity - perSecond * ${DELAY_S})
  return math.min(most, tokens + math.max(0, now - at) * perSecond / 1000), perSecond, capacity
end
local function write(tokens, perSecond, capacity)
  local text = string.format('%.6f %.3f %.17g %.17g', tokens, now, perSecond, capacity)
  redis.call('SET', KEYS[1], text, 'PX', ${KEPT_MS})
end
`

/** Takes a token, if it is there within ARGV[1] milliseconds. Negative tokens are reserved for calls that wait. */
const RESERVE = script(
  'provider',
  `${READ}
local tokens, perSecond, capacity = read()
if not tokens then return { 0, 0 } end
local wait = math.max(0, math.ceil((1 - tokens) * 1000 / perSecond))
if wait > tonumber(ARGV[1]) then return { 1, wait } end
write(tokens - 1, perSecond, capacity)
return { 2, wait }
`,
)

const OBSERVE = script(
  'provider',
  `${READ}
local remaining, perSecond, capacity = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
write(math.min(read() or remaining, remaining), perSecond, capacity)
return 0
`,
)

/** The token bucket of one account at a provider, for all processes. @param key Names the account. */
export function createProviderBucket(redis: Redis, key: string) {
  return {
    /**
     * Takes a token that will be there in `waitMs`, at most `maxWaitMs`. Undefined if Redis did not answer in time, or
     * does not know the bucket yet.
     */
    async reserve(maxWaitMs: number): Promise<{ readonly admitted: boolean; readonly waitMs: number } | undefined> {
      const reply = await redis.run(RESERVE, [key], [maxWaitMs])
      const [verdict = 0, waitMs = 0] = (reply ?? []) as readonly number[]
      return verdict === 0 ? undefined : { admitted: verdict === 2, waitMs }
    },
    /** The provider's count lowers ours at once; only time raises it. */
    async observe({ remaining, perSecond, capacity }: Reading): Promise<void> {
      await redis.run(OBSERVE, [key], [remaining, perSecond, capacity])
    },
  }
}
