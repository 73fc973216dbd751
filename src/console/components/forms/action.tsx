import { useRouter } from '@tanstack/react-router'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { PerennialError } from '../../../client/index.ts'
import { type Pending, pendingOf, sendOnce } from '../../data/pending.ts'
import { Notice } from '../states.tsx'
import { say } from '../toast.tsx'

interface Answer {
  readonly __typename: string
  readonly message?: string
}

export interface ActionProps<Input> {
  /** The name of the request, e.g. `refund:chg_…`: one at a time, under one idempotency key. */
  readonly name: string
  /** On the button that opens the dialog. */
  readonly label: string
  readonly title: string
  /** On the button that does it; the label unless it says more. */
  readonly confirm?: string
  /** Shown when it is done. */
  readonly done: string
  readonly isDanger?: boolean
  /** What will happen. */
  readonly children: ReactNode
  /** The fields. `kept` is the input of an earlier request whose outcome is unknown: it is sent again as it was. */
  readonly fields?: (kept: Input | undefined) => ReactNode
  /**
   * True if sending the request again can repeat its effect: the mutation has no idempotency key and does not just set a
   * state.
   */
  readonly mayRepeat?: boolean
  /** The input from the fields, or what is wrong with them. Omitted: no input. */
  readonly read?: (form: FormData) => Input | string
  readonly send: (pending: Pending<Input>) => Promise<Answer | null | undefined>
}

/** A button that changes something after a confirmation. */
export function Action<Input>(props: ActionProps<Input>) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button className={props.isDanger ? 'button button-danger' : 'button'} onPress={() => setOpen(true)}>
        {props.label}
      </Button>
      <ModalOverlay className="veil" isOpen={isOpen} onOpenChange={setOpen} isDismissable>
        <Modal className="dialog">
          <Dialog>
            <Heading slot="title" className="dialog-head">
              {props.title}
            </Heading>
            <Confirmation {...props} onClose={() => setOpen(false)} />
          </Dialog>
        </Modal>
      </ModalOverlay>
    </>
  )
}

function Confirmation<Input>(props: ActionProps<Input> & { readonly onClose: () => void }) {
  const { name, label, confirm = label, done, isDanger, mayRepeat, children, fields, send, onClose } = props
  const { read = () => ({}) as Input } = props
  const router = useRouter()
  const [kept, setKept] = useState(() => pendingOf<Input>(name)?.input)
  const [problem, setProblem] = useState<string>()
  const [isSending, setSending] = useState(false)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const input = kept ?? read(new FormData(event.currentTarget))
    if (typeof input === 'string') return setProblem(input)
    setSending(true)
    setProblem(undefined)
    const refusal = await outcomeOf(name, input, send)
    setSending(false)
    setKept(pendingOf<Input>(name)?.input)
    void router.invalidate()
    if (refusal !== undefined) return setProblem(refusal)
    onClose()
    say(done)
  }
  return (
    <form onSubmit={submit} noValidate>
      <div className="dialog-body">
        <div className="soft">{children}</div>
        {fields?.(kept)}
        {kept !== undefined && !isSending && (
          <Notice tone="wait">
            The outcome of this request is not known yet.{' '}
            {mayRepeat
              ? 'Look at the page before you send it again: it may be done twice.'
              : 'Send it again: it is never done twice.'}
          </Notice>
        )}
        <div role="alert">{problem && <Notice tone="bad">{problem}</Notice>}</div>
      </div>
      <div className="dialog-foot">
        <Button className="button" onPress={onClose}>
          Close
        </Button>
        <button type="submit" className={`button ${isDanger ? 'button-stop' : 'button-main'}`} disabled={isSending}>
          {isSending ? 'Sending…' : kept === undefined ? confirm : 'Send again'}
        </button>
      </div>
    </form>
  )
}

/** Why it was not done; undefined if it was. */
async function outcomeOf<Input>(name: string, input: Input, send: ActionProps<Input>['send']) {
  try {
    const answer = await sendOnce(name, input, async pending => {
      const answer = await send(pending)
      if (!answer) throw new PerennialError('The gateway answered with nothing.', 'UNKNOWN')
      return answer
    })
    return answer.__typename.endsWith('Payload') ? undefined : (answer.message ?? answer.__typename)
  } catch (error) {
    return error instanceof PerennialError ? error.message : 'The gateway did not answer.'
  }
}
