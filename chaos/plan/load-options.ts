export const providers = ['PPRO', 'APS'] as const
export type Provider = (typeof providers)[number]

/** The settings of the load, whatever the processes are. Every draw depends on `seed`. */
export interface LoadOptions {
  readonly charges: number
  readonly schedules: number
  readonly seed: number
  readonly providers: readonly Provider[]
  /** The rate of every kind of fault that the simulators have, 0 to 1. */
  readonly faultRate: number
  /** The number of callers that charge at the same time. */
  readonly concurrency: number
  /** Subscribers of one agreement each, beside those of the whole log, of some charges and of the schedules. */
  readonly subscribers: number
  /** The longest time until everything is final after the load. */
  readonly settleSeconds: number
}
