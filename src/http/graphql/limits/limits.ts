import { MOST_ENTRIES } from '../../../../schema/lists/sizes.ts'
import { JSON_DEPTH } from '../../../base/text/json.ts'

/**
 * Limits of one request. They are wide for clients that show what they read, and narrow for clients that request
 * everything at once.
 */
export interface Limits {
  /** The number of tokens: limits the cost of parsing. */
  readonly tokens: number
  /**
   * Levels of brackets in a document, which graphql-js walks recursively. Those of variables are limited when they are
   * parsed.
   */
  readonly nesting: number
  /** Fields inside fields. Introspection is not counted, because graphql-js has its own limit for it. */
  readonly depth: number
  readonly aliases: number
  /** Fields at the root. Mutations run one after the other, and each can call a provider. */
  readonly rootFields: number
  readonly directives: number
  /** On one field, fragment or operation. A client puts one or two there. */
  readonly directivesAtOnce: number
  /** Selected fields with all fragments expanded: limits fragments that spread others twice. */
  readonly fields: number
  /** Entries of a list, and fields of an object, in an argument. */
  readonly inputEntries: number
  /** Objects in all lists of one operation, counted by their page sizes or assumed sizes. */
  readonly listedObjects: number
  /** Values of all fields, each multiplied by the number of objects that it is selected on. */
  readonly values: number
  /** Bytes of one result, or of one event of a subscription, as JSON. */
  readonly answerBytes: number
  /** Bytes of memory for cached documents. */
  readonly rememberedBytes: number
  /** Of a query, or of a subscription's selection on one event. Longer than one SQL statement can take. */
  readonly operationMs: number
}

export const defaultLimits: Limits = {
  tokens: 4_000,
  nesting: JSON_DEPTH,
  // Four levels of lists with edges and node, and an amount inside.
  depth: 15,
  aliases: 60,
  rootFields: 30,
  directives: 50,
  directivesAtOnce: 5,
  fields: 3_000,
  inputEntries: MOST_ENTRIES,
  // 100 consumers with 20 agreements with 20 charges each are 42,100; three levels of 100 are a million.
  listedObjects: 50_000,
  // Ten fields of each of them.
  values: 500_000,
  answerBytes: 8 * 1024 * 1024,
  rememberedBytes: 64 * 1024 * 1024,
  operationMs: 16_000,
}
