import {
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  getNamedType,
  Kind,
  type SelectionSetNode,
} from 'graphql'

type Fragments = GraphQLResolveInfo['fragments']
type Columns = ReadonlySet<string>

/**
 * A field's `extensions`: the columns of its row that its resolver reads. A field that exposes a column needs none; one
 * that has neither may read anything, so a selection of it is answered from whole rows.
 */
export function reads<Row>(...columns: (keyof Row & string)[]): { readonly columns: readonly string[] } {
  return { columns }
}

// Documents are kept, so a field node stands for all requests with the same text.
const known = new WeakMap<FieldNode, Columns | undefined>()

/**
 * The columns that the objects of a connection field have to have for all that is selected of them; undefined where they
 * need whole rows. Rows with only these columns must not come to any other selection, e.g. through a loader.
 */
export function selectedColumns({ fieldNodes, fragments, returnType }: GraphQLResolveInfo): Columns | undefined {
  const [field, another] = fieldNodes
  // Written twice and merged: too rare to be worth it.
  if (field === undefined || another !== undefined) return undefined
  if (!known.has(field)) known.set(field, columnsOf(field, getNamedType(returnType) as GraphQLObjectType, fragments))
  return known.get(field)
}

/** What is skipped by a directive counts as selected: which it is may differ with each request. */
function columnsOf(field: FieldNode, connection: GraphQLObjectType, fragments: Fragments): Columns | undefined {
  const object = getNamedType(connection.getFields()['nodes']?.type) as GraphQLObjectType
  const columns = new Set(['id'])
  for (const part of fieldsOf(field.selectionSet, fragments)) {
    const of = part.name.value
    const nodes = of === 'nodes' ? [part] : of === 'edges' ? fieldsOf(part.selectionSet, fragments).filter(isNode) : []
    for (const { name } of nodes.flatMap(node => fieldsOf(node.selectionSet, fragments))) {
      const read = columnsReadBy(object.getFields()[name.value])
      if (read === undefined) return undefined
      for (const column of read) columns.add(column)
    }
  }
  return columns
}

const isNode = ({ name }: FieldNode) => name.value === 'node'

/** Of `__typename`, which has no definition: none. */
function columnsReadBy(field: GraphQLField<unknown, unknown> | undefined): readonly string[] | undefined {
  if (field === undefined) return []
  const { pothosExposedField: exposed, columns } = field.extensions
  return typeof exposed === 'string' ? [exposed] : (columns as readonly string[] | undefined)
}

/** The fields of a selection and of the fragments in it. */
function fieldsOf(selection: SelectionSetNode | undefined, fragments: Fragments): FieldNode[] {
  return (selection?.selections ?? []).flatMap(part => {
    if (part.kind === Kind.FIELD) return [part]
    const fragment = part.kind === Kind.INLINE_FRAGMENT ? part : fragments[part.name.value]
    return fieldsOf(fragment?.selectionSet, fragments)
  })
}
