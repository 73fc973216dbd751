import { randomUUID } from 'node:crypto'
import {
  type GraphQLInputType,
  type GraphQLNamedInputType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql'
import type { Story } from './story.ts'

export type Path = readonly string[]

/** Ids that are not called after the type of their object. */
const typesOfIds: Readonly<Record<string, string>> = {
  operationId: 'Authorization',
  subjectId: 'Charge',
  objectId: 'Charge',
  retryOf: 'Charge',
  eventId: 'LogEvent',
  eventIds: 'LogEvent',
}

/** Texts by which something can be found, as a story has them. */
const textsOfStories: Readonly<Record<string, (story: Story) => string>> = {
  reference: ({ reference }) => reference,
  email: ({ email }) => email,
  type: ({ eventType }) => eventType,
  text: ({ reference }) => reference,
}

/** Other texts. */
const texts: Readonly<Record<string, string>> = {
  paymentMethod: 'AMAZON_PAY',
  note: 'seen',
  types: 'charge.created',
  eventTypes: 'charge.*',
  origins: 'https://shop.example',
  actor: 'key_1',
  action: 'chargeCapture',
}

const scalars: Readonly<Record<string, unknown>> = {
  Boolean: true,
  Int: 1,
  CountryCode: 'US',
  CurrencyCode: 'USD',
  MinorUnits: '100',
  Date: '2030-01-01',
  TimeZone: 'Europe/Berlin',
  URL: 'https://shop.example/done',
}

const times: Readonly<Record<string, string>> = {
  // At most 92 days, which contain what was just created.
  'query.overview(from)': new Date(Date.now() - 45 * 86_400_000).toISOString(),
  'query.overview(to)': new Date(Date.now() + 45 * 86_400_000).toISOString(),
  createdAfter: '2020-01-01T00:00:00Z',
  createdBefore: '2100-01-01T00:00:00Z',
  from: '2020-01-01T00:00:00Z',
  to: '2027-01-01T00:00:00Z',
}

/** Inputs that the schema does not require, but a rule does. */
export const neededByRule: readonly string[] = [
  'mutation.agreementCreate(input.returnUrl)',
  'mutation.webhookReplay(input.from)',
]

/** One input, wherever it is: an argument, or a field of an input object. */
export interface Place {
  /** For messages: Mutation.chargeCapture(input.chargeId). */
  readonly coordinate: string
  readonly path: Path
  readonly type: GraphQLInputType
  /** The type of object that an id or a page's cursor belongs to, where the field around it says so. */
  readonly objectType?: string | undefined
}

const nameOf = ({ path }: Place) => path.at(-1) ?? ''

/** True: its value is an object's id or cursor. */
export function isIdOrCursor({ type }: Place): boolean {
  return ['ID', 'EventCursor'].includes(getNamedType(type).name)
}

/** True: its value is a page's cursor, or a text by which an object can be found. */
export function isTextOfObject(place: Place): boolean {
  const { name } = getNamedType(place.type)
  return name === 'String' && (isPageCursor(place) || Object.hasOwn(textsOfStories, nameOf(place)))
}

function isPageCursor(place: Place): boolean {
  return nameOf(place) === 'after' || nameOf(place) === 'before'
}

/** @throws naming the place, if nobody has said here which value it gets. */
export function valueAt(place: Place, story: Story): unknown {
  if (isListType(getNullableType(place.type)))
    return place.path.join() === 'ids' ? Object.values(story.ids) : [leafAt(place, story)]
  return leafAt(place, story)
}

function leafAt(place: Place, story: Story): unknown {
  const type: GraphQLNamedInputType = getNamedType(place.type)
  const value = isEnumType(type) ? type.getValues()[0]?.name : valueFrom(story, type.name, place)
  if (value === undefined)
    throw new Error(`${place.coordinate} has no value: say in test/access/support/values.ts which one it gets.`)
  return value
}

function valueFrom(story: Story, type: string, place: Place): unknown {
  const name = nameOf(place)
  if (type === 'ID' && name === 'tokenId') return story.tokenId
  if (type === 'ID') return idIn(story, name === 'id' ? place.objectType : (typesOfIds[name] ?? typeIn(name)))
  if (type === 'EventCursor') return story.cursor
  if (type === 'DateTime') return times[place.coordinate] ?? times[name]
  if (type !== 'String') return scalars[type]
  if (name === 'idempotencyKey') return randomUUID()
  const id = isPageCursor(place) ? idIn(story, place.objectType) : undefined
  return id === undefined ? (textsOfStories[name]?.(story) ?? texts[name]) : Buffer.from(id).toString('base64url')
}

function idIn({ ids, otherIds }: Story, type = ''): string | undefined {
  return ids[type] ?? otherIds[type]
}

/** agreementId: Agreement. */
function typeIn(name: string): string {
  const object = name.replace(/Ids?$/, '')
  return object.charAt(0).toUpperCase() + object.slice(1)
}

/** All inputs below some, as deep as they go. `isRequired`: the request is not valid without it. */
export function placesIn(
  inputs: readonly { readonly name: string; readonly type: GraphQLInputType }[],
  of: {
    readonly field: string
    readonly path?: Path
    readonly isRequired?: boolean
    readonly objectType?: string | undefined
  },
): (Place & { readonly isRequired: boolean })[] {
  return inputs.flatMap(({ name, type }) => {
    const path = [...(of.path ?? []), name]
    const isRequired = isNonNullType(type) && of.isRequired !== false
    const named = getNamedType(type)
    if (isInputObjectType(named)) return placesIn(Object.values(named.getFields()), { ...of, path, isRequired })
    return [{ coordinate: `${of.field}(${path.join('.')})`, path, type, isRequired, objectType: of.objectType }]
  })
}
