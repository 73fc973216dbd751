interface Reason {
  readonly reason?: string
}

/** Why somebody did it, for those who read the log later. `kept`: of an earlier request, which is sent again as it was. */
export function ReasonField({ kept }: { readonly kept: Reason | undefined }) {
  return (
    <div className="field">
      <label htmlFor="reason">Reason (optional)</label>
      <input
        id="reason"
        name="reason"
        className="input"
        maxLength={200}
        defaultValue={kept?.reason}
        readOnly={kept !== undefined}
        autoComplete="off"
      />
    </div>
  )
}

export function readReason(form: FormData): Reason {
  const reason = String(form.get('reason')).trim()
  return reason ? { reason } : {}
}
