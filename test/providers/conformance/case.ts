import type { Bench } from './bench.ts'

/** One thing that every provider has to do, or has to refuse by name: a case never passes by leaving out. */
export interface ConformanceCase {
  readonly name: string
  readonly run: (bench: Bench) => Promise<void>
}

export interface ConformanceTopic {
  readonly name: string
  readonly cases: readonly ConformanceCase[]
}
