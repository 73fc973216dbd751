/** Why somebody did it, for those who read the log later. */
export function ReasonField() {
  return (
    <div className="field">
      <label htmlFor="reason">Reason (optional)</label>
      <input id="reason" name="reason" className="input" maxLength={200} autoComplete="off" />
    </div>
  )
}

export function readReason(form: FormData): { readonly reason?: string } {
  const reason = String(form.get('reason')).trim()
  return reason ? { reason } : {}
}
