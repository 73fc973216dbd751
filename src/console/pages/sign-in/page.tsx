import { createRoute, useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { Notice } from '../../components/states.tsx'
import { only } from '../../data/search.ts'
import { type Entrance, entrance, signIn } from '../../data/session.ts'
import { rootRoute } from '../../root.tsx'
import { Mark } from '../../shell/side.tsx'

const takeSearch = only('next')

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: takeSearch,
  loader: entrance,
  component: SignIn,
})

function SignIn() {
  const { sandboxKey }: Entrance = signInRoute.useLoaderData()
  const { next } = signInRoute.useSearch()
  const navigate = useNavigate()
  const [problem, setProblem] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const enter = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const credential = String(new FormData(event.currentTarget).get('credential') ?? '').trim()
    if (credential === '') return setProblem('Enter a secret key (sk_…) or a client token (ct_…).')
    setBusy(true)
    try {
      await signIn(credential)
      await navigate({ href: isOwn(next) ? next : '/' })
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <main className="sign-in">
      <form className="sign-in-card" onSubmit={enter} noValidate>
        <Mark />
        <h1>Sign in to Perennial</h1>
        <p className="soft">
          With a secret key of your server you see what its scopes allow. A client token opens the one object that it is
          for.
        </p>
        <div className="field">
          <label htmlFor="credential">Secret key or client token</label>
          <input
            id="credential"
            name="credential"
            className="input mono"
            type={sandboxKey === null ? 'password' : 'text'}
            defaultValue={sandboxKey ?? ''}
            autoComplete="off"
            spellCheck={false}
            aria-describedby="credential-note"
            aria-invalid={problem !== undefined}
          />
          <span className="field-note" id="credential-note">
            {sandboxKey === null
              ? 'It is sent to the gateway once. This page does not keep it.'
              : 'This is a sandbox: its public key is filled in. No real money moves.'}
          </span>
        </div>
        <div role="alert">{problem && <Notice tone="bad">{problem}</Notice>}</div>
        <button type="submit" className="button button-main" disabled={isBusy}>
          {isBusy ? 'Signing in…' : 'Sign in'}
        </button>
      </form>
    </main>
  )
}

/** A page of the console, and no other address that somebody put into a link. */
function isOwn(next: string | undefined): next is string {
  return next !== undefined && /^\/(?![/\\])/.test(next)
}
