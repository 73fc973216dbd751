import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { PerennialError } from '../../client/index.ts'
import { Shape, type Tone } from './status-badge.tsx'

/** A remark with a tone, e.g. why a charge failed. */
export function Notice({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return (
    <div className={`notice tone-${tone}`}>
      <Shape tone={tone} />
      <div>{children}</div>
    </div>
  )
}

/** Instead of a list without entries: why, and what to do. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="empty">
      <h3>{title}</h3>
      {children}
    </div>
  )
}

/** As high as what comes, so that nothing moves. */
export function Loading() {
  return (
    <div className="skeleton" role="status">
      <span className="unseen">Loading</span>
      {Array.from({ length: 8 }, (_, index) => (
        <div key={String(index)} />
      ))}
    </div>
  )
}

export function Failed({ error }: ErrorComponentProps) {
  const router = useRouter()
  const { title, advice, requestId } = explain(error)
  return (
    <div className="empty" role="alert">
      <h1>{title}</h1>
      <p>{advice}</p>
      {requestId && <p className="faint small">Request {requestId}</p>}
      <div className="button-row">
        {isCode(error, 'BAD_USER_INPUT') && (
          <Link to="." search={{}} className="button">
            Remove the filters
          </Link>
        )}
        {isCode(error, 'UNAUTHENTICATED') ? (
          <Link to="/sign-in" search={{ next: router.state.location.href }} className="button button-main">
            Sign in
          </Link>
        ) : (
          <button type="button" className="button" onClick={() => void router.invalidate()}>
            Try again
          </button>
        )}
      </div>
    </div>
  )
}

export function NotFound() {
  return (
    <div className="empty">
      <title>Nothing found · Perennial</title>
      <h1>There is nothing at this address</h1>
      <p>The id does not exist, belongs to another merchant, or is in the other mode (test or live).</p>
      <div className="button-row">
        <Link to="/charges" className="button">
          All charges
        </Link>
      </div>
    </div>
  )
}

const isCode = (error: unknown, code: string) => error instanceof PerennialError && error.code === code

function explain(error: unknown): { title: string; advice: string; requestId?: string | undefined } {
  if (!(error instanceof PerennialError))
    return { title: 'This page has a defect', advice: `Please report it: ${String(error)}` }
  const { code, message, requestId } = error
  if (code === 'CONNECTION_LOST' || code === 'TIMEOUT')
    return {
      title: 'The gateway does not answer',
      advice: 'Nothing is lost. Check your connection and that the gateway runs, then try again.',
    }
  if (code === 'UNAUTHENTICATED')
    return { title: 'Your session has ended', advice: 'It expired, or its key was revoked. Sign in again.' }
  if (code === 'FORBIDDEN') return { title: 'This key may not read this', advice: message, requestId }
  if (code === 'BAD_USER_INPUT') return { title: 'The address of this page is not valid', advice: message, requestId }
  return { title: 'The gateway could not answer', advice: message, requestId }
}
