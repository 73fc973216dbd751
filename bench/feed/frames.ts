import type { CDPSession, Page } from 'playwright-core'

/** What a page did while it was recorded. Times are in milliseconds. */
export interface Recording {
  /** Between one frame of the page and the next. */
  readonly intervals: readonly number[]
  /** Tasks of its main thread that took longer than 50 ms. */
  readonly longTasks: readonly number[]
  /** From the time of a change to its row in the table, of each row that came. */
  readonly delays: readonly number[]
  /** What the main thread was busy with, as shares of the time. */
  readonly busy: Readonly<Record<BusyWith, number>>
}

type BusyWith = keyof typeof METRICS

const METRICS = {
  all: 'TaskDuration',
  script: 'ScriptDuration',
  layout: 'LayoutDuration',
  style: 'RecalcStyleDuration',
}

/** Kept in the page between its start and its end. */
interface Recorder {
  stop(): Pick<Recording, 'intervals' | 'longTasks' | 'delays'>
}

interface Holder {
  recorder?: Recorder
}

/** Records the page while `work` runs. */
export async function record(page: Page, tools: CDPSession, work: () => Promise<unknown>): Promise<Recording> {
  await page.evaluate(startRecorder)
  const before = await metricsOf(tools)
  const startedAt = performance.now()
  await work()
  const seconds = (performance.now() - startedAt) / 1_000
  const after = await metricsOf(tools)
  const recorded = await page.evaluate(() => (globalThis as Holder).recorder?.stop())
  if (recorded === undefined) throw new Error('the page was loaded again while it was recorded')
  const share = (name: string) => ((after.get(name) ?? 0) - (before.get(name) ?? 0)) / seconds
  const busy = {
    all: share(METRICS.all),
    script: share(METRICS.script),
    layout: share(METRICS.layout),
    style: share(METRICS.style),
  }
  return { ...recorded, busy }
}

/** Bytes of the page's JavaScript heap without garbage. */
export async function heapOf(tools: CDPSession): Promise<number> {
  await tools.send('HeapProfiler.collectGarbage')
  return (await tools.send('Runtime.getHeapUsage')).usedSize
}

/** The totals since the page was opened. */
async function metricsOf(tools: CDPSession): Promise<ReadonlyMap<string, number>> {
  const { metrics } = await tools.send('Performance.getMetrics')
  return new Map(metrics.map(({ name, value }) => [name, value]))
}

/** Runs in the page, so it may use nothing of this file. */
function startRecorder(): void {
  const intervals: number[] = []
  const longTasks: number[] = []
  const delays: number[] = []
  let last: number | undefined
  let next = requestAnimationFrame(function frame(now) {
    if (last !== undefined) intervals.push(now - last)
    last = now
    next = requestAnimationFrame(frame)
  })
  const tasks = new PerformanceObserver(list => {
    for (const { duration } of list.getEntries()) longTasks.push(duration)
  })
  tasks.observe({ type: 'longtask' })
  const rows = new MutationObserver(changes => {
    const now = Date.now()
    for (const { addedNodes } of changes)
      for (const node of addedNodes) {
        const at = node instanceof HTMLTableRowElement ? node.querySelector('time')?.dateTime : undefined
        if (at) delays.push(now - Date.parse(at))
      }
  })
  const table = document.querySelector('tbody')
  if (table === null) throw new Error('the page shows no table')
  rows.observe(table, { childList: true })
  const recorder: Recorder = {
    stop() {
      cancelAnimationFrame(next)
      tasks.disconnect()
      rows.disconnect()
      return { intervals, longTasks, delays }
    },
  }
  ;(globalThis as Holder).recorder = recorder
}
