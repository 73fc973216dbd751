import SchemaBuilder, { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core'

declare global {
  namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      nullableMutations: NullableMutations<Types>
    }
  }
}

/**
 * Makes every field of Mutation nullable. An unexpected error in one of several mutations then nulls only that field,
 * and the results of the others, which may have moved money, still reach the caller.
 */
class NullableMutations<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onOutputFieldConfig(field: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    return field.kind === 'Mutation' ? { ...field, type: { ...field.type, nullable: true } } : field
  }
}

SchemaBuilder.registerPlugin('nullableMutations', NullableMutations)
