import SchemaBuilder, {
  BasePlugin,
  type PothosOutputFieldConfig,
  type SchemaTypes,
} from '@pothos/core'
import type { GraphQLFieldResolver } from 'graphql'
import type { GraphContext } from './context.ts'
import { requestError } from './request-error.ts'

declare global {
  namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      clientView: ClientView<Types>
    }
    interface FieldOptions<
      Types extends SchemaTypes,
      ParentShape,
      Type,
      Nullable,
      Args,
      ResolveShape,
      ResolveReturnShape,
    > {
      /** Null for a client token: the field is the merchant's business, not the consumer's. Its description says so. */
      clientNull?: true
    }
    interface ObjectTypeOptions<Types extends SchemaTypes, Shape> {
      /** What a client token gets instead of the object, for all of its fields. */
      clientView?: (object: Shape) => Shape
    }
  }
}

type Resolver = GraphQLFieldResolver<unknown, GraphContext, object>

const CLIENT_NULL = 'Null for a client token.'

/** What a client token sees of the graph, besides which rows: fields that are null for it, objects that differ, and no mutation. */
class ClientView<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onOutputFieldConfig(field: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    if (!isClientNull(field)) return field
    const { parentType, name, type, description } = field
    if (!type.nullable) throw new Error(`${parentType}.${name} has clientNull and must be nullable`)
    return { ...field, description: `${description} ${CLIENT_NULL}` }
  }

  override wrapResolve(resolve: Resolver, field: PothosOutputFieldConfig<Types>): Resolver {
    if (field.kind === 'Mutation') return refusingClients(resolve)
    if (isClientNull(field))
      return (parent, args, context, info) => (context.caller.grant ? null : resolve(parent, args, context, info))
    const view = this.viewOf(field.parentType)
    if (view === undefined) return resolve
    return (parent, args, context, info) =>
      resolve(context.caller.grant ? view(parent as object) : parent, args, context, info)
  }

  private viewOf(type: string): ((object: object) => object) | undefined {
    const { pothosOptions } = this.buildCache.getTypeConfig(type)
    return (pothosOptions as { readonly clientView?: (object: object) => object }).clientView
  }
}

SchemaBuilder.registerPlugin('clientView', ClientView)

function isClientNull({ pothosOptions }: { readonly pothosOptions: object }): boolean {
  return 'clientNull' in pothosOptions
}

function refusingClients(resolve: Resolver): Resolver {
  return (parent, args, context, info) => {
    if (context.caller.grant)
      throw requestError('FORBIDDEN', 'A client token only reads. Send mutations from your server, with a secret key.')
    return resolve(parent, args, context, info)
  }
}
