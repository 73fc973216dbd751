import type { GrantReach } from '../../domain/access/client-grant.ts'

type Where = Readonly<Record<string, unknown>>

// Not an empty OR, which Prisma drops below another condition.
const nothing: Where = { mode: { in: [] } }
const anyOf = (ids: readonly string[]) => ({ in: [...ids] })

/**
 * Defines which rows a client token can read; no other place does. A model that is not named here is refused, so a new
 * model must be added here: with its relation to a consumer, an agreement or a charge, or as unreadable.
 *
 * A row is readable together with the rows that it must refer to: its agreement and consumer, and an occurrence's
 * schedule. So a parent's schedule is readable only while it charges the agreement of the charge.
 */
export function grantConditions({
  consumers,
  agreements,
  charges,
  parents,
}: GrantReach): Readonly<Record<string, Where>> {
  const ofConsumer = { consumerId: anyOf(consumers) }
  const ofAgreement = { agreementId: anyOf(agreements) }
  const readableAgreements = anyOf([...agreements, ...parents.agreements])
  const charge: Where = { OR: [ofConsumer, ofAgreement, { id: anyOf(charges) }] }
  const inParent: Where = { agreementId: anyOf(parents.agreements) }
  return {
    Consumer: { id: anyOf([...consumers, ...parents.consumers]) },
    Agreement: { OR: [ofConsumer, { id: readableAgreements }] },
    Revocation: { OR: [{ agreement: ofConsumer }, ofAgreement] },
    Instrument: { OR: [ofConsumer, { agreements: { some: { id: readableAgreements } } }] },
    Charge: charge,
    ChargeOperation: { charge },
    Schedule: { OR: [ofConsumer, ofAgreement, { id: anyOf(parents.schedules), ...inParent }] },
    Occurrence: {
      OR: [{ schedule: { OR: [ofConsumer, ofAgreement] } }, { id: anyOf(parents.occurrences), schedule: inParent }],
    },
    // Read with the consumer's encrypted data.
    DataKey: { consumerId: anyOf([...consumers, ...parents.consumers]) },
    ApiKey: nothing,
    AuditEntry: nothing,
    ProviderAccount: nothing,
    ClientToken: nothing,
    ConsoleSession: nothing,
    Event: nothing, // the log is read by SQL, through a view of its own
    IdempotencyKey: nothing,
    ProviderEvent: nothing,
    ProviderRequest: nothing,
    ReturnOrigins: nothing,
    WebhookDelivery: nothing,
    WebhookEndpoint: nothing,
  }
}
