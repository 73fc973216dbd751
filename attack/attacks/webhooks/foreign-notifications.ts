import type { Attack } from '../../attack.ts'
import { ask } from '../../support/http.ts'
import { postSigned } from '../../support/ppro.ts'

const NAME = 'Canaria Gonzalez'

/**
 * A notification about an object that belongs to no merchant here. The owner of the provider's account must not be able
 * to read it.
 */
export const foreignNotifications: Attack = {
  name: 'foreign-notifications',
  kind: 'foreign notifications',
  async run(target) {
    const body = JSON.stringify({
      id: `attack-${Date.now()}`,
      type: 'PAYMENT_AGREEMENT_ACTIVE',
      time: new Date().toISOString(),
      data: { paymentAgreementId: 'agr_of_another', paymentAgreementStatus: 'ACTIVE', consumer: { name: NAME } },
    })
    const { status } = await postSigned(target, body)
    if (status !== 200) throw new Error(`the notification was answered with ${status}`)
    const { text } = await ask(target, '{ providerEvents(first: 100) { nodes { status body } } }', {}, target.plainKey)
    return text.includes(NAME) ? 'a merchant can read a notification about an object of another merchant' : undefined
  },
}
