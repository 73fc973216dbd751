import SchemaBuilder, { BasePlugin, type SchemaTypes } from '@pothos/core'
import { GraphQLError, type GraphQLFieldResolver, type GraphQLObjectType, type GraphQLSchema } from 'graphql'
import type { AuditEnd } from '../../src/operations/audit/entry.ts'
import { auditMutation, type MutationAudit } from '../../src/operations/audit/mutation.ts'
import type { GraphContext } from '../context.ts'
import { recordRead } from './personal-reads.ts'

declare global {
  namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      auditedFields: AuditedFields<Types>
    }
  }
}

/** The fields that show personal data, by their types. An operator's read of one is recorded before it is answered. */
export const personalFields: Readonly<Record<string, readonly string[]>> = {
  Consumer: ['name', 'email', 'phone', 'birthDate', 'taxId', 'billingAddress'],
  ProviderEvent: ['body'],
}

/**
 * Records each mutation in the audit log, and each object whose personal data an operator reads. It wraps the fields
 * after the other plugins have built them, so that a request that they refuse is recorded too.
 */
class AuditedFields<Types extends SchemaTypes> extends BasePlugin<Types> {
  override afterBuild(schema: GraphQLSchema): GraphQLSchema {
    for (const field of Object.values(schema.getMutationType()?.getFields() ?? {}))
      if (field.resolve) field.resolve = auditedMutation(field.resolve, field.name)
    for (const [type, names] of Object.entries(personalFields)) {
      const fields = (schema.getType(type) as GraphQLObjectType).getFields()
      for (const name of names) {
        const field = fields[name]
        if (field?.resolve) field.resolve = auditedRead(field.resolve, type)
      }
    }
    return schema
  }
}

type Field = GraphQLFieldResolver<unknown, GraphContext, Readonly<Record<string, unknown>>>

function auditedMutation(resolve: Field, mutation: string): Field {
  return async (root, args, context, info) => {
    const { deps, caller, requestId } = context
    const audit = auditMutation(deps, caller, { mutation, input: (args['input'] as object) ?? {}, requestId })
    let payload: object
    try {
      payload = (await resolve(root, args, { ...context, caller: { ...caller, mutation: audit } }, info)) as object
    } catch (error) {
      await recordThrown(audit, error, context)
      throw error
    }
    await audit.record(endOf(payload), payload)
    return payload
  }
}

function endOf(payload: object): AuditEnd {
  // No payload has a code, and only errors have one.
  if ('code' in payload) return { outcome: 'REFUSED', code: String(payload.code) }
  return { outcome: 'replayed' in payload && payload.replayed === true ? 'REPLAYED' : 'DONE', code: null }
}

/** The caller gets the error, whether it could be recorded or not. */
async function recordThrown(audit: MutationAudit, error: unknown, { deps, requestId }: GraphContext): Promise<void> {
  const code = error instanceof GraphQLError ? error.extensions['code'] : undefined
  const end: AuditEnd =
    typeof code === 'string' ? { outcome: 'REFUSED', code } : { outcome: 'FAILED', code: 'INTERNAL_SERVER_ERROR' }
  await audit
    .record(end)
    .catch((err: unknown) => deps.log.error({ requestId, err }, 'a mutation is missing in the audit log'))
}

function auditedRead(resolve: Field, type: string): Field {
  return async (object, args, context, info) => {
    const { id: objectId } = object as { readonly id: string }
    if (context.caller.scopes.includes('operator')) await recordRead(context, { type, objectId })
    return resolve(object, args, context, info)
  }
}

SchemaBuilder.registerPlugin('auditedFields', AuditedFields)
