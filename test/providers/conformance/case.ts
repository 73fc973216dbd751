import type { Bench } from './bench.ts'

/** One requirement for every provider, or a named exception: a case never passes by omission. */
export interface ConformanceCase {
  readonly name: string
  readonly run: (bench: Bench) => Promise<void>
}

export interface ConformanceTopic {
  readonly name: string
  readonly cases: readonly ConformanceCase[]
}
