/** A node of a parsed document. Which properties it has depends on its kind. */
interface Node {
  readonly kind: string
  readonly [property: string]: unknown
}

/**
 * The text of a parsed executable document, without line breaks. graphql's own printer would be the largest part of a
 * page that needs nothing else of that package.
 */
export function print(document: object): string {
  return one(document as Node)
}

const printers: Readonly<Record<string, (node: Node) => string>> = {
  Document: node => all(node['definitions'], ' '),
  OperationDefinition: node => {
    const variables = wrapped('(', all(node['variableDefinitions'], ', '), ')')
    return words(node['operation'], one(node['name']) + variables, all(node['directives']), one(node['selectionSet']))
  },
  FragmentDefinition: node =>
    words(
      'fragment',
      one(node['name']),
      'on',
      one(node['typeCondition']),
      all(node['directives']),
      one(node['selectionSet']),
    ),
  VariableDefinition: node =>
    words(
      `${one(node['variable'])}: ${one(node['type'])}`,
      wrapped('= ', one(node['defaultValue'])),
      all(node['directives']),
    ),
  SelectionSet: node => `{ ${all(node['selections'])} }`,
  Field: node =>
    words(
      wrapped('', one(node['alias']), ': ') + one(node['name']) + wrapped('(', all(node['arguments'], ', '), ')'),
      all(node['directives']),
      one(node['selectionSet']),
    ),
  FragmentSpread: node => words(`...${one(node['name'])}`, all(node['directives'])),
  InlineFragment: node =>
    words('...', wrapped('on ', one(node['typeCondition'])), all(node['directives']), one(node['selectionSet'])),
  Directive: node => `@${one(node['name'])}${wrapped('(', all(node['arguments'], ', '), ')')}`,
  Argument: node => `${one(node['name'])}: ${one(node['value'])}`,
  ObjectField: node => `${one(node['name'])}: ${one(node['value'])}`,
  Name: node => String(node['value']),
  Variable: node => `$${one(node['name'])}`,
  NamedType: node => one(node['name']),
  ListType: node => `[${one(node['type'])}]`,
  NonNullType: node => `${one(node['type'])}!`,
  IntValue: node => String(node['value']),
  FloatValue: node => String(node['value']),
  // JSON's escapes are GraphQL's. This holds for block strings too: they are values, not text.
  StringValue: node => JSON.stringify(node['value']),
  BooleanValue: node => String(node['value']),
  NullValue: () => 'null',
  EnumValue: node => String(node['value']),
  ListValue: node => `[${all(node['values'], ', ')}]`,
  ObjectValue: node => `{${all(node['fields'], ', ')}}`,
}

function one(node: unknown): string {
  if (node === undefined || node === null) return ''
  const { kind } = node as Node
  const printer = printers[kind]
  if (printer === undefined) throw new TypeError(`A document to be sent cannot hold a ${kind}.`)
  return printer(node as Node)
}

function all(nodes: unknown, separator = ' '): string {
  return ((nodes ?? []) as readonly unknown[]).map(one).join(separator)
}

function wrapped(before: string, text: string, after = ''): string {
  return text === '' ? '' : before + text + after
}

function words(...parts: readonly unknown[]): string {
  return parts.filter(part => part !== '').join(' ')
}
