import { setTimeout as delay } from 'node:timers/promises'
import type { Options, Provider } from '../options.ts'
import { randomFrom } from '../random.ts'
import { type CallerCounts, createCaller } from './callers.ts'
import { makeAgreement } from './consent.ts'
import type { Progress } from './disrupt.ts'
import type { Merchant } from './merchant.ts'
import type { PlannedCharge } from './plan.ts'
import type { Responses } from './responses.ts'
import { type Agreements, begin } from './stories.ts'

export interface LoadContext {
  readonly url: string
  readonly key: string
  readonly options: Options
  readonly responses: Responses
  readonly counts: CallerCounts
  readonly signal: AbortSignal
  readonly watchCharge: Merchant['watchCharge']
}

/** One charge in this number has its own subscriber. */
const WATCHED_EVERY = 20
const AGREEMENT_AMOUNT = 1_500
/** Few enough that the intended declines and open charges are within the card networks' limits. */
const CHARGES_OF_EACH = 20
/** The number of charges that wait for a result before new ones are made. */
const FOLLOWED_AT_ONCE = 150
const ROOM_POLL_MS = 50

/** A merchant's program with its own random draws and keys. */
export function merchantNamed(context: LoadContext, name: string, watches = false): Merchant {
  const { url, key, options, responses, counts, signal } = context
  const random = randomFrom(options.seed, `caller ${name}`)
  return {
    name,
    responses,
    caller: createCaller({ url, key, random, counts, signal }),
    patienceMs: options.settleSeconds * 1_000,
    watchCharge: watches ? context.watchCharge : undefined,
  }
}

/** Agreements for the charges, made before any fault. */
export async function makeAgreements(context: LoadContext): Promise<Agreements> {
  const { providers, charges } = context.options
  const each = Math.max(3, Math.ceil(charges / providers.length / CHARGES_OF_EACH))
  const made: Record<Provider, string[]> = { PPRO: [], APS: [] }
  for (const provider of providers)
    for (let choice = 0; choice < each; choice++) {
      const planned = undefined
      const initialCharge = { amount: AGREEMENT_AMOUNT, captureMode: 'AUTOMATIC' as const, planned }
      const { agreementId } = await makeAgreement(merchantNamed(context, `${provider}-${choice}`), {
        ...{ provider, choice },
        // APS creates no agreement without a payment.
        initialCharge: provider === 'APS' ? initialCharge : undefined,
      })
      made[provider].push(agreementId)
    }
  return made
}

/** Makes all planned charges, several at once, and follows each to the end of its story. */
export async function runLoad(
  context: LoadContext,
  planned: readonly PlannedCharge[],
  { agreements, progress }: { agreements: Agreements; progress: Progress },
): Promise<{ chargeSeconds: number; seconds: number }> {
  const { responses, signal, options } = context
  const begunAt = performance.now()
  const seconds = () => (performance.now() - begunAt) / 1_000
  const left = [...planned].reverse()
  const rests: Promise<void>[] = []
  let open = 0
  const noting = async (charge: PlannedCharge, work: Promise<unknown>) => {
    await work.catch(error => {
      if (!signal.aborted)
        responses.problems.push(`charge ${charge.index} (${charge.story}, ${charge.provider}): ${error}`)
    })
  }
  const lane = async () => {
    for (let charge = left.pop(); charge !== undefined && !signal.aborted; charge = left.pop()) {
      progress.advance()
      const merchant = merchantNamed(context, `charge-${charge.index}`, charge.index % WATCHED_EVERY === 0)
      const current = charge
      const followed = async (rest: () => Promise<void>) => {
        open += 1
        await noting(current, rest())
        open -= 1
      }
      await noting(
        current,
        begin(merchant, current, agreements).then(({ rest }) => void rests.push(followed(rest))),
      )
      while (open >= FOLLOWED_AT_ONCE && !signal.aborted) await delay(ROOM_POLL_MS)
    }
  }
  await Promise.all(Array.from({ length: options.concurrency }, lane))
  const chargeSeconds = seconds()
  await Promise.all(rests)
  return { chargeSeconds, seconds: seconds() }
}
