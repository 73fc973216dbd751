import SchemaBuilder, {
  BasePlugin,
  type FieldNullability,
  type InputFieldMap,
  type PothosOutputFieldConfig,
  type SchemaTypes,
  type TypeParam,
} from '@pothos/core'
import type { GraphQLFieldResolver } from 'graphql'
import type { GraphContext } from '../context.ts'
import { requestError } from '../request-error.ts'

declare global {
  namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      clientView: ClientView<Types>
    }
    // biome-ignore-start lint/correctness/noUnusedVariables: a merged interface repeats Pothos's type parameters
    interface FieldOptions<
      Types extends SchemaTypes,
      ParentShape,
      Type extends TypeParam<Types>,
      Nullable extends FieldNullability<Type>,
      Args extends InputFieldMap,
      ResolveShape,
      ResolveReturnShape,
    > {
      /**
       * Null for a client token, because the field concerns the merchant and not the consumer. Its description says so.
       */
      clientNull?: true
    }
    interface ObjectTypeOptions<Types extends SchemaTypes, Shape> {
      /** What a client token gets instead of the object, for all of its fields. */
      clientView?(object: Shape): Shape
    }
    // biome-ignore-end lint/correctness/noUnusedVariables: as above
  }
}

type Resolver = GraphQLFieldResolver<unknown, object, object>

const CLIENT_NULL = 'Null for a client token.'

/**
 * What a client token sees, besides the selection of rows: some fields are null, some objects differ, and there are no
 * mutations.
 */
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
      return (parent, args, context, info) => (isClient(context) ? null : resolve(parent, args, context, info))
    const view = this.viewOf(field.parentType)
    if (view === undefined) return resolve
    return (parent, args, context, info) =>
      resolve(isClient(context) ? view(parent as object) : parent, args, context, info)
  }

  private viewOf(type: string): ((object: object) => object) | undefined {
    const { pothosOptions } = this.buildCache.getTypeConfig(type)
    return (pothosOptions as { readonly clientView?: (object: object) => object }).clientView
  }
}

SchemaBuilder.registerPlugin('clientView', ClientView)

function isClient(context: object): boolean {
  return (context as GraphContext).caller.grant !== undefined
}

function isClientNull({ pothosOptions }: { readonly pothosOptions: object }): boolean {
  return 'clientNull' in pothosOptions
}

function refusingClients(resolve: Resolver): Resolver {
  return (parent, args, context, info) => {
    if (isClient(context))
      throw requestError('FORBIDDEN', 'A client token only reads. Send mutations from your server, with a secret key.')
    return resolve(parent, args, context, info)
  }
}
