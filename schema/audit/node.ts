import type { AuditActorKind as ActorKind, AuditOutcome as Outcome } from '../../src/domain/enums.ts'
import { builder } from '../builder.ts'
import { describedEnum } from '../common/enum.ts'

export const AuditActorKind = describedEnum<ActorKind>('AuditActorKind', 'The type of credential that was used.', {
  KEY: 'A secret key of a server.',
  CLIENT_TOKEN: 'A client token in a consumer’s browser. It can change nothing: what it tries is REFUSED.',
  OPERATOR: 'A person who ran an admin command on the gateway’s machine.',
  CONSOLE: 'A person who signed in to the console.',
})

export const AuditOutcome = describedEnum<Outcome>('AuditOutcome', 'How an action ended.', {
  DONE: 'It was done, or the requested state was already reached. A payment can still be processing or fail later.',
  REPLAYED: 'An earlier request with the same idempotencyKey had done it. Nothing was done again.',
  REFUSED: 'Nothing was done. See code.',
  FAILED: 'An unexpected error. The effect may have happened: read the object.',
})

builder.prismaObject('AuditEntry', {
  description:
    'One action of your merchant in this mode: a mutation, an admin command, an operator’s read of personal data, or a ' +
    'sign-in to the console. ' +
    'Entries are never changed or deleted. Apart from the address they contain no personal data.',
  fields: t => ({
    id: t.exposeID('id', { description: 'The entry’s id, aud_….' }),
    at: t.expose('at', { type: 'DateTime', description: 'When it began, by the gateway’s clock.' }),
    actorKind: t.expose('actorKind', { type: AuditActorKind, description: 'The type of credential that was used.' }),
    actorId: t.exposeString('actorId', {
      description:
        'The id of the key or client token; of CONSOLE, the key that the person signed in with. For OPERATOR, the name of ' +
        'the account on the machine.',
    }),
    action: t.exposeString('action', {
      description:
        'The mutation, e.g. chargeRefund; the admin command, e.g. admin:keys create; read: and the type of the ' +
        'object, e.g. read:Consumer; console:signIn or console:signOut.',
    }),
    objectId: t.exposeID('objectId', {
      nullable: true,
      description:
        'The id of the object that it was about: the object that the mutation names or created. If nothing was ' +
        'created, another object that the mutation names. Null if there is none.',
    }),
    outcome: t.expose('outcome', { type: AuditOutcome, description: 'How it ended.' }),
    code: t.exposeString('code', {
      nullable: true,
      description: 'Why it was REFUSED or FAILED, e.g. FORBIDDEN or INVALID_STATE. Otherwise null.',
    }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'The reason or note that the mutation was sent with. Null if there was none.',
    }),
    address: t.exposeString('address', {
      nullable: true,
      description: 'The IP address that the request came from. Null for OPERATOR, and if it is unknown.',
    }),
    requestId: t.exposeString('requestId', {
      nullable: true,
      description: 'The request’s id, as in the response header X-Request-Id. Null for OPERATOR.',
    }),
  }),
})
