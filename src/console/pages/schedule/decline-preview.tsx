import { useNavigate } from '@tanstack/react-router'
import { useId } from 'react'
import { formatDateIn } from '../../format/time.ts'
import { wordsOf } from '../../format/words.ts'
import type { SchedulePageQuery, TaxonomyQuery } from '../../generated/graphql.ts'

interface DeclinePreviewProps {
  readonly preview: NonNullable<NonNullable<SchedulePageQuery['schedule']>['retriesAfter']>
  readonly codes: TaxonomyQuery['declineTaxonomy']['codes']
  readonly decline: string
  readonly timeZone: string
  readonly search: Readonly<Record<string, string | undefined>>
}

const ENDS: Readonly<Record<string, string>> = {
  PAUSE: 'The schedule is paused.',
  CANCEL: 'The schedule is canceled.',
  CONTINUE: 'The payment stays unpaid, and the schedule continues.',
}

/** What the retry policy does if the next payment is declined. */
export function DeclinePreview({ preview, codes, decline, timeZone, search }: DeclinePreviewProps) {
  const navigate = useNavigate()
  const id = useId()
  const choose = (code: string) =>
    void navigate({ to: '.', search: { ...search, decline: code }, resetScroll: false, replace: true })
  const steps = [
    { at: preview.dueAt, text: `Declined: ${wordsOf(decline).toLowerCase()}`, kind: 'FAILED' },
    ...preview.retries.map((at, index) => ({ at, text: `Retry ${index + 1}`, kind: 'RETRYING' })),
  ]
  return (
    <>
      <div className="field">
        <label htmlFor={id}>If the next payment is declined with</label>
        <select id={id} className="select" value={decline} onChange={event => choose(event.target.value)}>
          {codes.map(({ code }) => (
            <option key={code} value={code}>
              {wordsOf(code)}
            </option>
          ))}
        </select>
      </div>
      <ol className="steps">
        {steps.map(({ at, text }) => (
          <li key={at}>
            <span className="number faint">{formatDateIn(at, timeZone)}</span>
            <span>{text}</span>
          </li>
        ))}
        <li>
          <span className="faint">{preview.retryable ? 'After the last' : 'At once'}</span>
          <span>{ENDS[preview.onExhausted]}</span>
        </li>
      </ol>
      {!preview.retryable && <p className="faint small">This decline is permanent: a retry would fail as well.</p>}
    </>
  )
}
