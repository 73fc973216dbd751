import { randomBytes } from 'node:crypto'
import { coalesce } from '../base/time/coalesce.ts'
import type { Redis } from './redis.ts'

/** Publishing is cheap; the gap keeps other processes from reading the log for each commit of a burst. */
const PUBLISH_GAP_MS = 5

/** Wake-ups of the event log over Redis. Redis must be started after this call. */
export function redisWakeUps(redis: Redis, channel: string, onUpdate: () => void) {
  const own = randomBytes(8).toString('base64url')
  const publish = coalesce(PUBLISH_GAP_MS, () => redis.publish(channel, own))
  redis.subscribe({
    channel,
    onMessage: sender => {
      if (sender !== own) onUpdate()
    },
    onListening: onUpdate,
  })
  return {
    get listening() {
      return redis.listening
    },
    start: redis.start,
    notify: publish.soon,
    async stop() {
      publish.cancel()
    },
  }
}
