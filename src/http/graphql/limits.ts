/**
 * What one request may ask for. They are wide for people and programs that read what they show, and narrow for those
 * that ask for everything at once.
 */
export interface Limits {
  /** Of the lexer: bounds what parsing costs. */
  readonly tokens: number
  /** Fields inside fields. Introspection is not counted: graphql-js bounds its nesting with a rule of its own. */
  readonly depth: number
  readonly aliases: number
  /** Fields at the root: mutations run one after the other, and each may call a provider. */
  readonly rootFields: number
  readonly directives: number
  /** Selected fields with every fragment written out: bounds fragments that spread others twice. */
  readonly fields: number
  /** Objects that the lists of one operation can hold together, by their page sizes. */
  readonly listedObjects: number
}

export const defaultLimits: Limits = {
  tokens: 4_000,
  // Four levels of lists with edges and node, and an amount inside.
  depth: 15,
  aliases: 60,
  rootFields: 30,
  directives: 50,
  fields: 3_000,
  // 100 consumers with 20 agreements with 20 charges each are 42,100; three levels of 100 are a million.
  listedObjects: 50_000,
}
