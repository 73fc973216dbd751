import {
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  type ValueNode,
} from 'graphql'
import { valuesOf } from './json-size.ts'
import { isList, type ListSizes } from './list-size.ts'
import { fragmentsOf } from './shape.ts'

type Variables = Readonly<Record<string, unknown>>

/** Upper bounds of what an operation can read and return. */
export interface Cost {
  /** Entries of all its lists, each multiplied by its parents, and counted once for each alias. */
  readonly objects: number
  /** Values of all its fields, each multiplied by its parents. A JSON field counts as many as it declares. */
  readonly values: number
}

export interface OperationCost {
  /** False if it does not depend on the variables and need not be computed again. */
  readonly variable: boolean
  readonly withoutVariables: Cost
  of(variables: Variables): Cost
}

const NOTHING: Cost = { objects: 0, values: 0 }

/** The cost of an operation in a valid document. @pothos/plugin-complexity knows neither values nor page types. */
export function operationCost(
  schema: GraphQLSchema,
  sizes: ListSizes,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): OperationCost {
  const fragments = fragmentsOf(document)
  let variable = false
  const of = (variables: Variables): Cost => {
    const defaults = new Map(
      operation.variableDefinitions?.map(({ variable: { name }, defaultValue }) => [name.value, defaultValue]),
    )
    const sizeOf = (value: ValueNode | undefined): number | undefined => {
      if (value?.kind === Kind.INT) return Number(value.value)
      if (value?.kind === Kind.LIST) return value.values.length
      if (value?.kind !== Kind.VARIABLE) return undefined
      variable = true
      const given = variables[value.name.value]
      if (typeof given === 'number') return given
      if (Array.isArray(given)) return given.length
      return given === undefined ? sizeOf(defaults.get(value.name.value)) : undefined
    }
    const ofFragment = new Map<string, Cost>()
    const ofSelections = (selectionSet: SelectionSetNode, type: GraphQLCompositeType): Cost => {
      let total = NOTHING
      for (const selection of selectionSet.selections) {
        if (selection.kind === Kind.FIELD) total = sum(total, ofField(selection, type))
        else if (selection.kind === Kind.INLINE_FRAGMENT)
          total = sum(
            total,
            ofSelections(selection.selectionSet, compositeOf(selection.typeCondition?.name.value) ?? type),
          )
        else {
          const name = selection.name.value
          const fragment = fragments.get(name)
          const onType = compositeOf(fragment?.typeCondition.name.value)
          if (!ofFragment.has(name) && fragment && onType)
            ofFragment.set(name, ofSelections(fragment.selectionSet, onType))
          total = sum(total, ofFragment.get(name) ?? NOTHING)
        }
      }
      return total
    }
    const ofField = (node: FieldNode, parent: GraphQLCompositeType): Cost => {
      const field = fieldOf(parent, node.name.value)
      if (!field) return NOTHING
      const type = getNamedType(field.type)
      const below = node.selectionSet && isCompositeType(type) ? ofSelections(node.selectionSet, type) : NOTHING
      const size = sizes.of({ type: parent, field }, node, sizeOf)
      if (size === undefined) return { objects: below.objects, values: valuesOf(field) + below.values }
      // A page itself is one value; its objects are read even if none of its lists is selected.
      return {
        objects: size * (1 + below.objects),
        values: (isList(field.type) ? size * valuesOf(field) : 1) + size * below.values,
      }
    }
    const compositeOf = (name: string | undefined): GraphQLCompositeType | undefined => {
      const type = name === undefined ? undefined : schema.getType(name)
      return isCompositeType(type) ? type : undefined
    }
    const root = schema.getRootType(operation.operation)
    return root ? ofSelections(operation.selectionSet, root) : NOTHING
  }
  const withoutVariables = of({}) // also sets `variable`
  return { of, variable, withoutVariables }
}

function sum(one: Cost, other: Cost): Cost {
  return { objects: one.objects + other.objects, values: one.values + other.values }
}

const META_FIELDS = new Map([SchemaMetaFieldDef, TypeMetaFieldDef, TypeNameMetaFieldDef].map(def => [def.name, def]))

function fieldOf(type: GraphQLCompositeType, name: string): GraphQLField<unknown, unknown> | undefined {
  const fields = isObjectType(type) || isInterfaceType(type) ? type.getFields() : {}
  return fields[name] ?? META_FIELDS.get(name)
}
