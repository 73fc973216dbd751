import { type GraphQLSchema, Kind, parse, printSchema, visit } from 'graphql'
import { requiredScope, requiresScopeDirective } from './plugins/require-scope.ts'

/** The schema as callers see it. graphql-js leaves out the directives of fields, so they are added to its text. */
export function printGraph(schema: GraphQLSchema): string {
  const printed = `${printSchema(schema)}\n`
  const additions: { readonly at: number; readonly text: string }[] = []
  const fieldsOf = new Map(
    [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].map(type => [
      type?.name,
      type?.getFields(),
    ]),
  )
  visit(parse(printed), {
    [Kind.OBJECT_TYPE_DEFINITION](type) {
      for (const { name, loc } of type.fields ?? []) {
        const field = fieldsOf.get(type.name.value)?.[name.value]
        const scope = field && requiredScope(field)
        if (scope && loc) additions.push({ at: loc.end, text: ` @${requiresScopeDirective.name}(scope: "${scope}")` })
      }
      return false
    },
  })
  return additions.reduceRight((text, { at, text: added }) => text.slice(0, at) + added + text.slice(at), printed)
}
