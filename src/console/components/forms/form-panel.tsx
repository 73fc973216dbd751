import { type FormEvent, type ReactNode, useState } from 'react'
import { Notice } from '../states.tsx'
import { say } from '../toast.tsx'

interface FormPanelProps {
  readonly title: string
  readonly lead: string
  readonly submit: string
  readonly children?: ReactNode
  /** Does it, and returns what to say. @throws Error with what is wrong. */
  readonly onSubmit: (form: FormData) => Promise<string>
}

/** A panel with a form that needs no confirmation. */
export function FormPanel({ title, lead, submit, children, onSubmit }: FormPanelProps) {
  const [problem, setProblem] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setBusy(true)
    setProblem(undefined)
    try {
      say(await onSubmit(new FormData(event.currentTarget)))
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{title}</h2>
      </div>
      <form className="panel-body form-panel" onSubmit={send}>
        <p className="soft">{lead}</p>
        {children}
        <div role="alert">{problem && <Notice tone="bad">{problem}</Notice>}</div>
        <button type="submit" className="button" disabled={isBusy}>
          {isBusy ? 'Working…' : submit}
        </button>
      </form>
    </section>
  )
}
