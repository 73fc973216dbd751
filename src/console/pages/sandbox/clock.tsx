import { useRouter } from '@tanstack/react-router'
import { useId, useState } from 'react'
import { Notice } from '../../components/states.tsx'
import { say } from '../../components/toast.tsx'
import { Time } from '../../components/values.tsx'
import { api } from '../../data/api.ts'
import { gatewayNow, setClock, useNow } from '../../data/clock.ts'
import { formatDateTime } from '../../format/time.ts'
import { plural } from '../../format/words.ts'
import { MoveClockDocument, type SandboxPageQuery } from '../../generated/graphql.ts'

const HOUR_MS = 3_600_000
const STEPS = [
  { text: '+1 hour', ms: HOUR_MS },
  { text: '+1 day', ms: 24 * HOUR_MS },
  { text: '+1 week', ms: 7 * 24 * HOUR_MS },
  { text: '+30 days', ms: 30 * 24 * HOUR_MS },
] as const

interface ClockPanelProps {
  readonly schedules: SandboxPageQuery['schedules']['nodes']
}

/** Moves the clock of gateway and simulators. */
export function ClockPanel({ schedules }: ClockPanelProps) {
  const router = useRouter()
  const id = useId()
  const now = useNow()
  const [problem, setProblem] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const move = async (to: string) => {
    setBusy(true)
    setProblem(undefined)
    try {
      const input = { to }
      const { sandboxClockAdvance: answer } = await api.request(MoveClockDocument, { input }, { timeoutMs: 600_000 })
      if (answer?.__typename !== 'SandboxClockAdvancePayload') throw new Error(answer?.message)
      setClock(answer.clock.now)
      say(`It is ${formatDateTime(answer.clock.now)}. ${plural(answer.occurrencesCharged, 'payment')} charged.`)
      void router.invalidate()
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    } finally {
      setBusy(false)
    }
  }
  const next = schedules.flatMap(({ nextChargeAt }) => nextChargeAt ?? []).toSorted()[0]
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>Clock</h2>
        <span className="number soft">{formatDateTime(new Date(now).toISOString())}</span>
      </div>
      <div className="panel-body form-panel">
        <p className="soft">
          Moves time forward, never back. All work that is due on the way is done first: charges, retries, expiries,
          webhooks.
        </p>
        <div className="button-row">
          {STEPS.map(({ text, ms }) => (
            <button
              key={text}
              type="button"
              className="button"
              disabled={isBusy}
              onClick={() => void move(new Date(gatewayNow() + ms).toISOString())}
            >
              {text}
            </button>
          ))}
        </div>
        {next && (
          <button type="button" className="button" disabled={isBusy} onClick={() => void move(next)}>
            To the next payment, <Time at={next} />
          </button>
        )}
        <form
          className="inline-form"
          onSubmit={event => {
            event.preventDefault()
            const to = new Date(String(new FormData(event.currentTarget).get('to')))
            if (Number.isNaN(to.getTime())) setProblem('Choose a time.')
            else void move(to.toISOString())
          }}
        >
          <div className="field">
            <label htmlFor={id}>To a time</label>
            <input id={id} name="to" type="datetime-local" className="input" />
          </div>
          <button type="submit" className="button" disabled={isBusy}>
            Move
          </button>
        </form>
        <div role="status">{isBusy && <Notice tone="busy">The clock is moving. A long way takes a while.</Notice>}</div>
        <div role="alert">{problem && <Notice tone="bad">{problem}</Notice>}</div>
      </div>
    </section>
  )
}
