import type { Names } from './names.ts'
import type { Redis } from './redis.ts'
import { script } from './script.ts'

/** Points to take from one bucket. */
interface Wish {
  readonly policy: { readonly name: string; readonly quota: number; readonly perSecond: number }
  readonly key: string
  /** Fewer are of no use. */
  readonly least: number
  /** As many as there are, up to this number. */
  readonly most: number
}

type Grants =
  /** In the order of the wishes: the points taken, and those left. */
  | { readonly ok: true; readonly grants: readonly { readonly points: number; readonly left: number }[] }
  /** The first bucket with too few points. Nothing was taken. */
  | { readonly ok: false; readonly index: number; readonly left: number; readonly retryAfterMs: number }

/**
 * Takes from all buckets or from none. A bucket that is not there is full; it disappears once time has filled it. Redis
 * tells the time, so that processes whose clocks differ share one bucket.
 */
const TAKE = script(
  'quotas',
  `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local points = {}
for i, key in ipairs(KEYS) do
  local quota, perSecond, least = tonumber(ARGV[4 * i - 3]), tonumber(ARGV[4 * i - 2]), tonumber(ARGV[4 * i - 1])
  points[i] = quota
  local kept = redis.call('GET', key)
  if kept then
    local before, at = string.match(kept, '(%S+) (%S+)')
    points[i] = math.min(quota, before + math.max(0, now - at) * perSecond / 1000)
  end
  if points[i] < least then
    return { i, math.floor(points[i]), math.ceil((least - points[i]) * 1000 / perSecond) }
  end
end
local reply = { 0 }
for i, key in ipairs(KEYS) do
  local quota, perSecond = tonumber(ARGV[4 * i - 3]), tonumber(ARGV[4 * i - 2])
  local least, most = tonumber(ARGV[4 * i - 1]), tonumber(ARGV[4 * i])
  local taken = math.max(least, math.min(most, math.floor(points[i])))
  local left = points[i] - taken
  redis.call('SET', key, string.format('%.6f %.0f', left, now), 'PX', math.ceil((quota - left) * 1000 / perSecond) + 1)
  reply[2 * i], reply[2 * i + 1] = taken, math.floor(left)
end
return reply
`,
)

/** The buckets of callers' quotas, for all processes. */
export function createQuotaBuckets(redis: Redis, names: Names) {
  return {
    get up() {
      return redis.up
    },
    /** @returns Undefined if Redis did not answer in time. */
    async take(wishes: readonly Wish[]): Promise<Grants | undefined> {
      const reply = await redis.run(
        TAKE,
        wishes.map(({ policy, key }) => names('quota', policy.name, key)),
        wishes.flatMap(({ policy, least, most }) => [policy.quota, policy.perSecond, least, most]),
      )
      if (reply === undefined) return undefined
      const [refused = 0, ...numbers] = reply as readonly number[]
      const at = (index: number) => numbers[index] ?? 0
      if (refused > 0) return { ok: false, index: refused - 1, left: at(0), retryAfterMs: at(1) }
      return { ok: true, grants: wishes.map((_, i) => ({ points: at(2 * i), left: at(2 * i + 1) })) }
    },
  }
}
