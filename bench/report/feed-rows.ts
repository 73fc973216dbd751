import type { FeedResults, FeedState } from '../feed/feed.ts'
import type { Recording } from '../feed/frames.ts'
import { type Row, spread, verdict } from './table.ts'

/** In milliseconds: two and three frames at 60 a second. */
const LATE = [33.4, 50]
const MOST_LATE = 0.01
const LEAST_FRAMES = 0.98

export function feedRows({ changesPerSecond, frames, recordings, changes, heap }: FeedResults): Row[] {
  const share = (value: number) => `${(value * 100).toFixed(1)} %`
  const beside = (show: (recordings: readonly Recording[]) => string) =>
    (['idle', 'paused'] satisfies FeedState[]).map(state => `${state} ${show(recordings[state])}`).join(', ')
  const row = (what: string, show: (recordings: readonly Recording[]) => string): Row => [
    what,
    show(recordings.live),
    '',
    '',
    beside(show),
  ]
  const late = LATE.map((ms): Row => {
    const of = (taken: readonly Recording[]) => lateShare(intervalsOf(taken), ms)
    const [what, measured, , , more] = row(`frames later than ${ms.toFixed(0)} ms`, taken => share(of(taken)))
    const met = of(recordings.live) - of(recordings.idle) <= MOST_LATE
    return [what, measured, `idle + ${share(MOST_LATE)}`, verdict(met), more]
  })
  const delays = recordings.live.flatMap(({ delays }) => delays).sort((a, b) => a - b)
  const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MB`
  const isComplete = changes.received === changes.made && changes.areShown
  return [
    [
      `frames with ${changesPerSecond} changes a second, by those without`,
      spread(frames.ratio),
      `≥ ${LEAST_FRAMES}`,
      verdict(frames.ratio.median >= LEAST_FRAMES),
      `${frames.ours.toFixed(1)} and ${frames.theirs.toFixed(1)} a second`,
    ],
    ...late,
    row('longest time between two frames', taken => `${Math.max(...intervalsOf(taken)).toFixed(0)} ms`),
    row('tasks longer than 50 ms', taken => String(taken.flatMap(({ longTasks }) => longTasks).length)),
    row('main thread busy', taken => share(mean(taken.map(({ busy }) => busy.all)))),
    row('– of it with scripts', taken => share(mean(taken.map(({ busy }) => busy.script)))),
    row('– of it with styles and layout', taken => share(mean(taken.map(({ busy }) => busy.layout + busy.style)))),
    [
      'changes received, of those made',
      `${changes.received} of ${changes.made}`,
      'all',
      verdict(isComplete),
      `the rows are ${changes.areShown ? '' : 'not '}the newest changes of the log, in its order`,
    ],
    [
      'from a change to its row, median',
      `${(delays[delays.length >> 1] ?? Number.NaN).toFixed(0)} ms`,
      '',
      '',
      `99 of 100 within ${(delays[Math.floor(delays.length * 0.99)] ?? Number.NaN).toFixed(0)} ms; it contains the commit`,
    ],
    ['heap of the page, without garbage', megabytes(heap.after), '', '', `${megabytes(heap.before)} before`],
  ]
}

const intervalsOf = (taken: readonly Recording[]) => taken.flatMap(({ intervals }) => intervals)

const lateShare = (intervals: readonly number[], ms: number) =>
  intervals.filter(interval => interval > ms).length / intervals.length

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
