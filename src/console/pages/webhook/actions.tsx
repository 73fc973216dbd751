import { useNavigate, useRouteContext } from '@tanstack/react-router'
import { api } from '../../data/api.ts'
import {
  ConsoleWebhookDeleteDocument,
  ConsoleWebhookPauseDocument,
  ConsoleWebhookResumeDocument,
  ConsoleWebhookRotateDocument,
  ConsoleWebhookTestDocument,
} from '../../generated/graphql.ts'
import { EndpointAction } from './endpoint-action.tsx'
import { Replay } from './replay.tsx'

interface EndpointActionsProps {
  readonly id: string
  readonly status: string
  readonly onSecret: (secret: string) => void
}

/** What can be done with an endpoint. */
export function EndpointActions({ id, status, onSecret }: EndpointActionsProps) {
  const { viewer } = useRouteContext({ from: '/shell' })
  if (!viewer.scopes.includes('manage')) return null
  return (
    <>
      <Try id={id} />
      <Replay id={id} />
      {status === 'ENABLED' ? <Pause id={id} /> : <Resume id={id} />}
      <Rotate id={id} onSecret={onSecret} />
      <Delete id={id} />
    </>
  )
}

function Try({ id }: { readonly id: string }) {
  return (
    <EndpointAction
      id={id}
      name="test"
      label="Test"
      title="Send a test message?"
      confirm="Send"
      done="The endpoint took the test message"
      mayRepeat
      send={async input => {
        const { webhookEndpointTest: answer } = await api.request(ConsoleWebhookTestDocument, { input })
        const error = answer?.__typename === 'WebhookEndpointTestPayload' ? answer.result?.error : undefined
        return error ? { __typename: 'Refused', message: error } : answer
      }}
    >
      A signed message of the type webhook.test is sent once, and the answer is shown here.
    </EndpointAction>
  )
}

function Pause({ id }: { readonly id: string }) {
  return (
    <EndpointAction
      id={id}
      name="pause"
      label="Pause"
      title="Pause this endpoint?"
      done="The endpoint is paused"
      send={async input => (await api.request(ConsoleWebhookPauseDocument, { input })).webhookEndpointPause}
    >
      Nothing is sent until you resume it. Events wait in the log; none is missed.
    </EndpointAction>
  )
}

function Resume({ id }: { readonly id: string }) {
  return (
    <EndpointAction
      id={id}
      name="resume"
      label="Resume"
      title="Resume this endpoint?"
      done="The endpoint is enabled"
      fields={() => (
        <label className="choice">
          <input type="checkbox" name="skipMissed" /> Leave out what happened meanwhile
        </label>
      )}
      read={form => ({ skipMissed: form.get('skipMissed') === 'on' })}
      send={async input => (await api.request(ConsoleWebhookResumeDocument, { input })).webhookEndpointResume}
    >
      It continues where it stopped.
    </EndpointAction>
  )
}

function Rotate({ id, onSecret }: Pick<EndpointActionsProps, 'id' | 'onSecret'>) {
  return (
    <EndpointAction
      id={id}
      name="rotate"
      label="New secret"
      title="Make a new signing secret?"
      confirm="Make it"
      done="The endpoint has a new secret"
      mayRepeat
      send={async input => {
        const { webhookEndpointRotateSecret: answer } = await api.request(ConsoleWebhookRotateDocument, { input })
        if (answer?.__typename === 'WebhookEndpointRotateSecretPayload') onSecret(answer.secret)
        return answer
      }}
    >
      For 24 hours, each webhook has a signature by the new secret and one by the former secret.
    </EndpointAction>
  )
}

function Delete({ id }: { readonly id: string }) {
  const navigate = useNavigate()
  return (
    <EndpointAction
      id={id}
      name="delete"
      label="Delete"
      title="Delete this endpoint?"
      done="The endpoint was deleted"
      isDanger
      send={async input => {
        const { webhookEndpointDelete: answer } = await api.request(ConsoleWebhookDeleteDocument, { input })
        if (answer?.__typename === 'WebhookEndpointDeletePayload') await navigate({ to: '/webhooks' })
        return answer
      }}
    >
      Its history and its secrets go with it. What was not sent is not sent.
    </EndpointAction>
  )
}
