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
 * Removes plugin-prisma's wrapper from fields that read only columns of their row. The wrapper searches for the row's
 * query plan each time, which is almost half of the cost of a page of 50 rows. The row has these columns, because its
 * plan selected them; rows of mutations and events have all columns. This plugin is before plugin-prisma in the list,
 * because Pothos calls the last plugin first. So it sees the selections, and the wrapper remains only for fields of
 * plugin-prisma's own kind.
 */
class PlainColumns<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onOutputFieldConfig(field: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    const isPlain = field.kind === 'PrismaObject' && isColumns(field.extensions?.['pothosPrismaSelect'])
    return isPlain ? ({ ...field, kind: 'Object' } as PothosOutputFieldConfig<Types>) : field
  }

  /** Node is already the first of a type's interfaces; plugin-prisma adds it again at the end. */
  override onTypeConfig(type: PothosTypeConfig): PothosTypeConfig {
    return type.kind === 'Object' ? { ...type, interfaces: [...new Set(type.interfaces)] } : type
  }

  /** A row's id is its node's id. The relay plugin would make a promise for each. */
  override wrapResolve(resolve: Resolver, { name, parentType }: PothosOutputFieldConfig<Types>): Resolver {
    const { pothosPrismaModel } = this.buildCache.getTypeConfig(parentType).extensions ?? {}
    return name === 'id' && pothosPrismaModel !== undefined ? row => (row as { readonly id: string }).id : resolve
  }
}

/** True if a selection has only columns: relations are selected by functions and objects. */
export function isColumns(select: unknown): boolean {
  return typeof select === 'object' && select !== null && Object.values(select).every(part => part === true)
}

SchemaBuilder.registerPlugin('plainColumns', PlainColumns)
