import SchemaBuilder, {
  BasePlugin,
  type FieldNullability,
  type InputFieldMap,
  type PothosOutputFieldConfig,
  type SchemaTypes,
  type TypeParam,
} from '@pothos/core'
import {
  DirectiveLocation,
  GraphQLDirective,
  type GraphQLField,
  type GraphQLFieldResolver,
  GraphQLNonNull,
  type GraphQLSchema,
  GraphQLString,
  isObjectType,
} from 'graphql'
import { hasScope, isScope, type Scope } from '../../src/domain/access/scopes.ts'
import type { GraphContext } from '../context.ts'
import { requestError } from '../request-error.ts'

/** The scope that a field requires; `any`: any valid credential may use the field. */
type FieldScope = Scope | 'any'

declare global {
  namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      requireScope: RequireScope<Types>
    }
    // biome-ignore-start lint/correctness/noUnusedVariables: a merged interface repeats Pothos's type parameters
    interface QueryFieldOptions<
      Types extends SchemaTypes,
      Type extends TypeParam<Types>,
      Nullable extends FieldNullability<Type>,
      Args extends InputFieldMap,
      ResolveReturnShape,
    > {
      scope: FieldScope
    }
    interface MutationFieldOptions<
      Types extends SchemaTypes,
      Type extends TypeParam<Types>,
      Nullable extends FieldNullability<Type>,
      Args extends InputFieldMap,
      ResolveReturnShape,
    > {
      scope: FieldScope
    }
    interface SubscriptionFieldOptions<
      Types extends SchemaTypes,
      Type extends TypeParam<Types>,
      Nullable extends FieldNullability<Type>,
      Args extends InputFieldMap,
      ResolveShape,
      ResolveReturnShape,
    > {
      scope: FieldScope
    }
    // biome-ignore-end lint/correctness/noUnusedVariables: as above
  }
}

export const requiresScopeDirective = new GraphQLDirective({
  name: 'requiresScope',
  description:
    'The scope that a secret key needs for this field. Without it the field fails with extensions.code FORBIDDEN. ' +
    'A client token needs no scope: it can use the fields with scope read, and sees only what was granted to it. ' +
    'The objects in a mutation’s payload need no other scope.',
  locations: [DirectiveLocation.FIELD_DEFINITION],
  args: {
    scope: {
      type: new GraphQLNonNull(GraphQLString),
      description: 'read, charge, refund, manage or operator.',
    },
  },
})

/**
 * Each field of Query, Mutation and Subscription declares in its option `scope` which scope it requires. The scope is
 * checked before any other code of the field runs. The schema is not built if a field declares nothing.
 */
class RequireScope<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onOutputFieldConfig(field: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    if (field.kind !== 'Query' && field.kind !== 'Mutation' && field.kind !== 'Subscription') return field
    const { scope } = field.pothosOptions as { readonly scope?: string }
    if (scope === 'any') return field
    if (scope === undefined || !isScope(scope))
      throw new Error(
        `${field.parentType}.${field.name} declares no scope. Add the option scope: read, charge, refund, manage, ` +
          'operator, or any if every valid credential may use it.',
      )
    return {
      ...field,
      description: `${field.description ?? ''} Requires scope ${scope}.`.trimStart(),
      extensions: { ...field.extensions, requiredScope: scope },
    }
  }

  /** Here and not in wrapResolve: the guard has to be outside those that other plugins add to the built fields. */
  override afterBuild(schema: GraphQLSchema): GraphQLSchema {
    for (const type of Object.values(schema.getTypeMap()))
      if (isObjectType(type)) for (const field of Object.values(type.getFields())) guard(field)
    return schema
  }
}

SchemaBuilder.registerPlugin('requireScope', RequireScope)

/** Undefined for a field that any credential may use, and for the fields of other types. */
export function requiredScope({ extensions }: Pick<GraphQLField<unknown, unknown>, 'extensions'>): Scope | undefined {
  return extensions['requiredScope'] as Scope | undefined
}

function guard(field: GraphQLField<unknown, GraphContext>): void {
  const scope = requiredScope(field)
  if (scope === undefined) return
  const guarded =
    (resolve: GraphQLFieldResolver<unknown, GraphContext>): GraphQLFieldResolver<unknown, GraphContext> =>
    (source, args, context, info) => {
      if (!hasScope(context.caller, scope))
        throw requestError(
          'FORBIDDEN',
          `${field.name} requires the scope ${scope}, which your credential does not have. Use a key with this scope.`,
        )
      return resolve(source, args, context, info)
    }
  // A subscription is checked when it starts. Its stream ends when its credential loses the scope.
  if (field.subscribe) field.subscribe = guarded(field.subscribe)
  else if (field.resolve) field.resolve = guarded(field.resolve)
}
