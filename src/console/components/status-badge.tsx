import { wordsOf } from '../format/words.ts'

type Tone = 'good' | 'busy' | 'wait' | 'bad' | 'ended'

const STATUSES: Readonly<Record<Tone, readonly string[]>> = {
  good: [
    'CAPTURED',
    'ACTIVE',
    'ENABLED',
    'PAID',
    'SUCCEEDED',
    'PROCESSED',
    'ANSWERS',
    'AUTHORIZED',
    'PARTIALLY_CAPTURED',
  ],
  busy: [
    'PROCESSING',
    'INITIALIZING',
    'AUTHORIZATION_PROCESSING',
    'PENDING',
    'AUTHORIZATION_PENDING',
    'RECEIVED',
    'UPCOMING',
  ],
  wait: ['UNKNOWN', 'AUTHENTICATION_PENDING', 'PAST_DUE', 'RETRYING', 'UNMATCHED', 'HALF_OPEN', 'PAUSED'],
  bad: ['FAILED', 'REJECTED', 'OPEN', 'DISABLED'],
  ended: [],
}

/** Shapes differ as well as colors: a disc is done, a ring waits, a triangle needs a look, a cross failed. */
const SHAPES: Readonly<Record<Tone | 'planned', string>> = {
  good: 'M5.5 10.500a5 5 0 1 0 0-10 5 5 0 0 0 0 10ZM3.2 5.600l1.7 1.7 3-3.4',
  busy: 'M5.5 9.800a4.3 4.3 0 1 0 0-8.6 4.3 4.3 0 0 0 0 8.600ZM5.5 3.200v2.500l1.6 1',
  planned: 'M5.5 9.800a4.3 4.3 0 1 0 0-8.6 4.3 4.3 0 0 0 0 8.600Z',
  wait: 'M5.5 1.2 10.3 9.800H.7Z',
  bad: 'M2 2l7 7M9 2 2 9',
  ended: 'M2 5.500h7',
}

const toneOf = (status: string): Tone =>
  (Object.keys(STATUSES) as Tone[]).find(tone => STATUSES[tone].includes(status)) ?? 'ended'

export function StatusBadge({ status }: { readonly status: string }) {
  const tone = toneOf(status)
  return <Badge tone={tone} text={wordsOf(status)} shape={status === 'UPCOMING' ? 'planned' : tone} />
}

interface BadgeProps {
  readonly tone: Tone
  readonly text: string
  readonly shape?: Tone | 'planned'
}

export function Badge({ tone, text, shape = tone }: BadgeProps) {
  return (
    <span className={`badge tone-${tone}`}>
      <Shape tone={shape} />
      {text}
    </span>
  )
}

export function Shape({ tone }: { readonly tone: Tone | 'planned' }) {
  return (
    <svg viewBox="0 0 11 11" aria-hidden="true" focusable="false">
      <path
        d={SHAPES[tone]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}

/** The tone of an occurrence or status, for marks outside a badge. */
export { type Tone, toneOf }
