/** The amount of measurement. */
export interface Effort {
  /** Of one measurement of one side. */
  readonly seconds: number
  readonly rounds: number
}

export interface Comparison {
  /** Median over the rounds. */
  readonly ours: number
  readonly theirs: number
  /** Ours by theirs within one round. */
  readonly ratio: {
    readonly median: number
    readonly least: number
    readonly most: number
    /** Of each round. */
    readonly inOrder: readonly number[]
  }
}

type Measure = (seconds: number) => Promise<number>

const WARM_UP_SECONDS = 2

/**
 * Measures two sides in turn: A B, B A, A B … Each round gives one ratio, and the median of the ratios counts, so that
 * a slow phase of the machine affects both sides.
 */
export async function compare(ours: Measure, theirs: Measure, { seconds, rounds }: Effort): Promise<Comparison> {
  await ours(WARM_UP_SECONDS)
  await theirs(WARM_UP_SECONDS)
  return compareWarm(
    () => ours(seconds),
    () => theirs(seconds),
    rounds,
  )
}

/** The same for two sides that are warm already, and decide themselves how long a measurement takes. */
export async function compareWarm(
  ours: () => Promise<number>,
  theirs: () => Promise<number>,
  rounds: number,
): Promise<Comparison> {
  const measured: { ours: number; theirs: number }[] = []
  for (let round = 0; round < rounds; round++) {
    if (round % 2 === 0) measured.push({ ours: await ours(), theirs: await theirs() })
    else {
      const rate = await theirs()
      measured.push({ ours: await ours(), theirs: rate })
    }
  }
  const ratios = measured.map(round => round.ours / round.theirs)
  return {
    ours: median(measured.map(round => round.ours)),
    theirs: median(measured.map(round => round.theirs)),
    ratio: { median: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios), inOrder: ratios },
  }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2
}
