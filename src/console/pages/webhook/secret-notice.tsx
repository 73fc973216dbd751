import { Notice } from '../../components/states.tsx'
import { Copyable } from '../../components/values.tsx'

/** A new signing secret, until the page is left. */
export function SecretNotice({ secret }: { readonly secret: string | undefined }) {
  return (
    <div role="status" className="stack">
      {secret && (
        <Notice tone="good">
          <p>The signing secret. Copy it now: it is not shown again.</p>
          <Copyable text={secret} label="the signing secret" />
        </Notice>
      )}
    </div>
  )
}
