import { builder } from '../builder.ts'

export const ClientInput = builder.inputType('ClientInput', {
  description: 'Information about the consumer’s device, for payment methods that need it.',
  fields: t => ({
    ip: t.string({
      description:
        'The device’s IPv4 or IPv6 address. A port, brackets and a zone are removed. An address that is not public ' +
        'is ignored, unless the payment method requires client. For APS, it is used only if the consumer’s browser ' +
        'reaches the gateway from a non-public address.',
    }),
    userAgent: t.string({
      description: 'The browser’s User-Agent header. Any length; it is cut to the provider’s limit. Not sent to APS.',
    }),
  }),
})
