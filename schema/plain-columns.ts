import SchemaBuilder, {
  BasePlugin,
  type PothosOutputFieldConfig,
  type PothosTypeConfig,
  type SchemaTypes,
} from '@pothos/core'
import type { GraphQLFieldResolver } from 'graphql'

declare global {
  namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      plainColumns: PlainColumns<Types>
    }
  }
}

type Resolver = GraphQLFieldResolver<unknown, object, object>

/**
 * Leaves out plugin-prisma's wrapper for fields that read nothing but columns of their row. It looks for the row's query plan each
 * time: almost half of what a page of 50 rows costs. A row has the columns, since its plan selected them; rows of mutations
 * and events have all columns. It stands before plugin-prisma in the list, since Pothos asks the last one first: so it sees the
 * selections, and the wrapper is for fields of plugin-prisma's own kind alone.
 */
class PlainColumns<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onOutputFieldConfig(field: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    const isPlain = field.kind === 'PrismaObject' && isColumns(field.extensions?.['pothosPrismaSelect'])
    return isPlain ? ({ ...field, kind: 'Object' } as PothosOutputFieldConfig<Types>) : field
  }

  /** Node stands first among a type's interfaces; plugin-prisma adds it a second time, at the end. */
  override onTypeConfig(type: PothosTypeConfig): PothosTypeConfig {
    return type.kind === 'Object' ? { ...type, interfaces: [...new Set(type.interfaces)] } : type
  }

  /** The id of a row is its node's id: the relay plugin would make a promise of each. */
  override wrapResolve(resolve: Resolver, { name, parentType }: PothosOutputFieldConfig<Types>): Resolver {
    const { pothosPrismaModel } = this.buildCache.getTypeConfig(parentType).extensions ?? {}
    return name === 'id' && pothosPrismaModel !== undefined ? row => (row as { readonly id: string }).id : resolve
  }
}

/** A selection of columns alone: relations are selected by functions and objects. */
export function isColumns(select: unknown): boolean {
  return typeof select === 'object' && select !== null && Object.values(select).every(part => part === true)
}

SchemaBuilder.registerPlugin('plainColumns', PlainColumns)
