import { MOST_ENTRIES } from '../../../../schema/sizes.ts'
import { JSON_DEPTH } from '../../../base/text/json.ts'

/**
 * What one request may ask for. They are wide for people and programs that read what they show, and narrow for those
 * that ask for everything at once.
 */
export interface Limits {
  /** Of the lexer: bounds what parsing costs. */
  readonly tokens: number
  /**
   * Levels of brackets in a document: graphql-js walks it recursively. Those of variables are bounded where they are
   * parsed.
   */
  readonly nesting: number
  /** Fields inside fields. Introspection is not counted: graphql-js bounds its nesting with a rule of its own. */
  readonly depth: number
  readonly aliases: number
  /** Fields at the root: mutations run one after the other, and each may call a provider. */
  readonly rootFields: number
  readonly directives: number
  /** Selected fields with every fragment written out: bounds fragments that spread others twice. */
  readonly fields: number
  /** Entries of a list, and fields of an object, in an argument. */
  readonly inputEntries: number
  /** Objects that the lists of one operation can hold together, by their page sizes or the sizes assumed for them. */
  readonly listedObjects: number
  /** Values of all fields together, each times the objects that it is selected on. */
  readonly values: number
  /** Bytes of one answer, or of one event of a subscription, as JSON. */
  readonly answerBytes: number
  /** Bytes of memory for parsed documents that are kept for the next request with the same text. */
  readonly rememberedBytes: number
}

export const defaultLimits: Limits = {
  tokens: 4_000,
  nesting: JSON_DEPTH,
  // Four levels of lists with edges and node, and an amount inside.
  depth: 15,
  aliases: 60,
  rootFields: 30,
  directives: 50,
  fields: 3_000,
  inputEntries: MOST_ENTRIES,
  // 100 consumers with 20 agreements with 20 charges each are 42,100; three levels of 100 are a million.
  listedObjects: 50_000,
  // Ten fields of each of them.
  values: 500_000,
  answerBytes: 8 * 1024 * 1024,
  rememberedBytes: 64 * 1024 * 1024,
}
