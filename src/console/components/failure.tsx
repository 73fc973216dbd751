import { wordsOf } from '../format/words.ts'
import type { FailureDetailFragment } from '../generated/graphql.ts'
import { Notice } from './states.tsx'

const KINDS: Readonly<Record<string, string>> = {
  SOFT_DECLINE: 'Temporary decline',
  HARD_DECLINE: 'Permanent decline',
}

/** Why something failed, what to do, and what to tell the consumer. */
export function FailureNotice({ failure }: { readonly failure: FailureDetailFragment }) {
  const { kind, code, message, advice, consumerMessage, providerCode, providerMessage } = failure
  return (
    <Notice tone="bad">
      <strong>{wordsOf(code)}</strong> · {KINDS[kind] ?? wordsOf(kind)}
      <div>{message}</div>
      <div className="small">
        Advice: {wordsOf(advice).toLowerCase()}. Tell the consumer: “{consumerMessage}”
      </div>
      {providerCode && (
        <div className="small">
          The provider’s own answer: <span className="mono">{providerCode}</span> {providerMessage}
        </div>
      )}
    </Notice>
  )
}
