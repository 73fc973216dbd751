import { builder } from '../builder.ts'

export const ClientInput = builder.inputType('ClientInput', {
  description: 'What is known of the consumer’s device, for payment methods that need it.',
  fields: t => ({
    ip: t.string({ description: 'The device’s IP address, version 4 or 6.' }),
    userAgent: t.string({ description: 'The browser’s User-Agent header.' }),
  }),
})
