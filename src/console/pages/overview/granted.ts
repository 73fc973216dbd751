import { redirect } from '@tanstack/react-router'
import type { Session } from '../../data/session.ts'

/** With a client token, the console opens only the object that the token names. */
export function redirectToGranted({ kind, charge, agreement, consumer }: Session['viewer']): void {
  if (kind !== 'CLIENT') return
  if (charge) throw redirect({ to: '/charges/$id', params: { id: charge.id } })
  if (agreement) throw redirect({ to: '/agreements/$id', params: { id: agreement.id } })
  if (consumer) throw redirect({ to: '/consumers/$id', params: { id: consumer.id } })
}
