import type { WebhookTry as Try } from '../../src/domain/webhook-endpoint/delivery.ts'
import { builder } from '../builder.ts'

export const WebhookTry = builder.objectRef<Try>('WebhookTry').implement({
  description: 'One request to an endpoint, and how it ended.',
  fields: t => ({
    at: t.field({
      type: 'DateTime',
      description: 'When it was sent, by the gateway’s clock.',
      resolve: ({ at }) => new Date(at),
    }),
    durationMs: t.exposeInt('durationMs', { description: 'How many milliseconds it took.' }),
    httpStatus: t.exposeInt('httpStatus', {
      nullable: true,
      description: 'The status of the response. Null if there was none.',
    }),
    response: t.exposeString('response', {
      nullable: true,
      description:
        'The first 500 characters of the response’s body. The text comes from the endpoint: escape it before you show it.',
    }),
    error: t.exposeString('error', { nullable: true, description: 'Why it failed. Null if it succeeded.' }),
  }),
})
