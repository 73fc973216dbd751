import type { AuthenticationType as Type } from '../../src/domain/enums.ts'
import { builder } from '../builder.ts'
import { jsonOf } from '../json-size.ts'
import { describedEnum } from './enum.ts'

export const AuthenticationType = describedEnum<Type>(
  'AuthenticationType',
  'How a consumer proves who they are. 3-D Secure appears as REDIRECT.',
  {
    REDIRECT:
      'On a page of the provider or the bank, perhaps by way of one of ours: open requestUrl in the consumer’s browser.',
    SCAN_CODE: 'By scanning a code with their phone: show codePayload as a code, or codeImageUrl.',
    APP_NOTIFICATION: 'In an app that notifies them: nothing to show but that they should look there.',
    APP_INTENT: 'In an app on this device: open appUrl.',
    MULTI_FACTOR: 'With a further factor that the payment method asks for; see details.',
  },
)

const RedirectMethod = describedEnum<'GET' | 'POST'>('RedirectMethod', 'How a URL is opened in a browser.', {
  GET: 'Go to it.',
  POST: 'Submit an empty form to it.',
})

builder.objectType('AuthenticationMethod', {
  description:
    'What the consumer has to do next; one of several they may choose from. For REDIRECT, open requestUrl in the consumer’s ' +
    'browser with requestMethod. Fields that its type does not need are null.',
  fields: t => ({
    type: t.expose('type', { type: AuthenticationType, description: 'Which way it is.' }),
    requestUrl: t.field({
      type: 'URL',
      nullable: true,
      description: 'Where the consumer’s browser goes, for REDIRECT.',
      resolve: method => method.requestUrl,
    }),
    requestMethod: t.field({
      type: RedirectMethod,
      nullable: true,
      description: 'How requestUrl is opened.',
      resolve: method => method.requestMethod,
    }),
    codeType: t.string({
      nullable: true,
      description: 'What sort of code it is, for SCAN_CODE, e.g. QR.',
      resolve: method => method.codeType,
    }),
    codePayload: t.string({
      nullable: true,
      description: 'What the code says, to draw it oneself or to be copied.',
      resolve: method => method.codePayload,
    }),
    codeImageUrl: t.field({
      type: 'URL',
      nullable: true,
      description: 'The code as an image.',
      resolve: method => method.codeImageUrl,
    }),
    appUrl: t.string({
      nullable: true,
      description: 'Opens the app on the consumer’s device, for APP_INTENT; often of a scheme of its own.',
      resolve: method => method.appUrl,
    }),
    expiresAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Until when it can be done; null where that is not known.',
      resolve: method => (method.expiresAt === undefined ? null : new Date(method.expiresAt)),
    }),
    details: t.field({
      type: 'JSON',
      nullable: true,
      description: 'What else the provider says about it, in its own words.',
      extensions: jsonOf(25),
      resolve: method => method.details,
    }),
  }),
})
