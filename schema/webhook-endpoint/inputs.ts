import { LONGEST_OVERLAP_SECONDS, OVERLAP_SECONDS } from '../../src/domain/access/api-key.ts'
import { DESCRIPTION_MAX } from '../../src/operations/webhook-endpoint/checks.ts'
import { builder } from '../builder.ts'
import { idempotencyKeyForDays } from '../common/payload.ts'
import { atMostEntries } from '../lists/sizes.ts'

const url =
  'Where events are sent. https on the public internet, port 443 or 1024 and above, without a user name. With a test ' +
  'key in sandbox mode also http on localhost. Redirects are not followed. Every key with the scope read sees it.'
const description = `What it is for, in your own words, at most ${DESCRIPTION_MAX} characters.`
const eventTypes = `The types of events that are sent to it: types of LogEvent, or charge.*, agreement.*, … for a whole group, ${atMostEntries}. An empty list: all.`
const ordered =
  'true: the next event of an object waits until delivery of the previous one has succeeded or finally failed.'
const webhookEndpointId = 'The endpoint’s id, whe_….'

export const WebhookEndpointCreateInput = builder.inputType('WebhookEndpointCreateInput', {
  description: 'The endpoint to create, for your merchant and your key’s mode.',
  fields: t => ({
    idempotencyKey: t.string({ required: true, description: idempotencyKeyForDays }),
    url: t.field({ type: 'URL', required: true, description: url }),
    description: t.string({ description }),
    eventTypes: t.stringList({ description: `${eventTypes} Default: all.` }),
    ordered: t.boolean({ description: `${ordered} Default: false.` }),
  }),
})

export const WebhookEndpointUpdateInput = builder.inputType('WebhookEndpointUpdateInput', {
  description: 'The changes to an endpoint. An omitted or null field does not change; a null description is removed.',
  fields: t => ({
    webhookEndpointId: t.id({ required: true, description: webhookEndpointId }),
    url: t.field({ type: 'URL', description: `${url} Pending deliveries are sent to the new address.` }),
    description: t.string({ description: `${description} Null removes it.` }),
    eventTypes: t.stringList({ description: eventTypes }),
    ordered: t.boolean({ description: ordered }),
  }),
})

export const WebhookEndpointDeleteInput = builder.inputType('WebhookEndpointDeleteInput', {
  description: 'The endpoint to delete.',
  fields: t => ({ webhookEndpointId: t.id({ required: true, description: webhookEndpointId }) }),
})

export const WebhookEndpointPauseInput = builder.inputType('WebhookEndpointPauseInput', {
  description: 'The endpoint to pause.',
  fields: t => ({ webhookEndpointId: t.id({ required: true, description: webhookEndpointId }) }),
})

export const WebhookEndpointResumeInput = builder.inputType('WebhookEndpointResumeInput', {
  description: 'The endpoint to resume.',
  fields: t => ({
    webhookEndpointId: t.id({ required: true, description: webhookEndpointId }),
    skipMissed: t.boolean({
      description:
        'true: skip the events until now that have no delivery yet. Default: false, which sends all of them.',
    }),
  }),
})

export const WebhookEndpointRotateSecretInput = builder.inputType('WebhookEndpointRotateSecretInput', {
  description: 'The endpoint that gets a new secret.',
  fields: t => ({
    webhookEndpointId: t.id({ required: true, description: webhookEndpointId }),
    overlapSeconds: t.int({
      description:
        `How many seconds webhooks are also signed with the former secret, 0 to ${LONGEST_OVERLAP_SECONDS}. 0 ends it ` +
        `at once. Default: ${OVERLAP_SECONDS} (24 hours).`,
    }),
  }),
})

export const WebhookEndpointTestInput = builder.inputType('WebhookEndpointTestInput', {
  description: 'The endpoint to test, and the event to send.',
  fields: t => ({
    webhookEndpointId: t.id({ required: true, description: webhookEndpointId }),
    eventId: t.id({ description: 'An event of the log, evt_…. Default: a message of the type webhook.test.' }),
    dryRun: t.boolean({ description: 'true: send nothing, only show the request. Default: false.' }),
  }),
})

export const WebhookReplayInput = builder.inputType('WebhookReplayInput', {
  description:
    'The events to send again. Give at least one of eventIds, after and from. All given conditions must match. ' +
    'Without eventIds, only events of the endpoint’s types.',
  fields: t => ({
    webhookEndpointId: t.id({ required: true, description: webhookEndpointId }),
    eventIds: t.idList({ description: `Only these events, evt_…, ${atMostEntries}.` }),
    after: t.field({ type: 'EventCursor', description: 'Only events after this position in the log.' }),
    from: t.field({ type: 'DateTime', description: 'Only events that occurred at this time or later.' }),
    to: t.field({ type: 'DateTime', description: 'Only events that occurred before this time.' }),
    onlyUndelivered: t.boolean({
      description: 'true: leave out events that were delivered to this endpoint. Default: false.',
    }),
  }),
})
