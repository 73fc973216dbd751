import { builder } from '../builder.ts'

export const ClientInput = builder.inputType('ClientInput', {
  description: 'What is known of the consumer’s device, for payment methods that need it.',
  fields: t => ({
    ip: t.string({
      description:
        'The device’s IP address, version 4 or 6, as a proxy writes it: a port, brackets and a zone are dropped. One ' +
        'that is not public is left out, unless the payment method requires client. With APS it counts where the ' +
        'consumer’s browser reaches us from no public address.',
    }),
    userAgent: t.string({
      description: 'The browser’s User-Agent header, of any length: cut to what the provider takes. Not sent to APS.',
    }),
  }),
})
