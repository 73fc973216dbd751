import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Bytes of this process without garbage. */
export interface Memory {
  readonly resident: number
  readonly heap: number
  /** Buffers and other memory that objects of the heap own. */
  readonly external: number
}

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** Collected twice: what the first collection finalizes is freed by the second one. */
export async function memoryNow(): Promise<Memory> {
  for (let round = 0; round < 2; round++) {
    collectGarbage()
    await new Promise(resolve => setTimeout(resolve, 200))
  }
  const { rss, heapUsed, external } = process.memoryUsage()
  return { resident: rss, heap: heapUsed, external }
}
