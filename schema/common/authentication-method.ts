import type { AuthenticationType as Type } from '../../src/domain/enums.ts'
import { builder } from '../builder.ts'
import { jsonOf } from '../lists/sizes.ts'
import { describedEnum } from './enum.ts'

export const AuthenticationType = describedEnum<Type>(
  'AuthenticationType',
  'How a consumer authenticates. 3-D Secure appears as REDIRECT.',
  {
    REDIRECT:
      'On a page of the provider or the bank: open requestUrl in the consumer’s browser. It can start on a page of ' +
      'this gateway.',
    SCAN_CODE: 'With a code that the consumer scans with a phone: show codePayload as a code, or show codeImageUrl.',
    APP_NOTIFICATION: 'In an app that sends the consumer a notification: ask the consumer to open it.',
    APP_INTENT: 'In an app on the consumer’s device: open appUrl.',
    MULTI_FACTOR: 'With another factor that the payment method requires. See details.',
  },
)

const RedirectMethod = describedEnum<'GET' | 'POST'>(
  'RedirectMethod',
  'The HTTP method with which the browser opens a URL.',
  {
    GET: 'Navigate to the URL.',
    POST: 'Submit an empty form to the URL.',
  },
)

builder.objectType('AuthenticationMethod', {
  description:
    'One way for the consumer to authenticate. For REDIRECT, open requestUrl in the consumer’s browser with ' +
    'requestMethod. Fields that this type does not use are null.',
  fields: t => ({
    type: t.expose('type', {
      type: AuthenticationType,
      description: 'The type of authentication. It says which other fields are set.',
    }),
    requestUrl: t.field({
      type: 'URL',
      nullable: true,
      description: 'The URL to open in the consumer’s browser. Set for REDIRECT.',
      resolve: method => method.requestUrl,
    }),
    requestMethod: t.field({
      type: RedirectMethod,
      nullable: true,
      description: 'The HTTP method to open requestUrl with.',
      resolve: method => method.requestMethod,
    }),
    codeType: t.string({
      nullable: true,
      description: 'The kind of code, e.g. QR. Set for SCAN_CODE.',
      resolve: method => method.codeType,
    }),
    codePayload: t.string({
      nullable: true,
      description: 'The content of the code, to render as an image or to copy.',
      resolve: method => method.codePayload,
    }),
    codeImageUrl: t.field({
      type: 'URL',
      nullable: true,
      description: 'The URL of an image of the code.',
      resolve: method => method.codeImageUrl,
    }),
    appUrl: t.string({
      nullable: true,
      description:
        'The URL that opens the app on the consumer’s device, often with a custom scheme. Set for APP_INTENT.',
      resolve: method => method.appUrl,
    }),
    expiresAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When this authentication expires. Null if that is not known.',
      resolve: method => (method.expiresAt === undefined ? null : new Date(method.expiresAt)),
    }),
    details: t.field({
      type: 'JSON',
      nullable: true,
      description: 'More information from the provider, in the provider’s own format.',
      extensions: jsonOf(25),
      resolve: method => method.details,
    }),
  }),
})
