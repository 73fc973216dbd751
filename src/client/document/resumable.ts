/** A subscription that can be resumed: after a lost connection, the variable takes the last event's cursor. */
interface Resumable {
  readonly text: string
  /** The name of the variable that the field's argument `after` takes. */
  readonly variable: string
}

interface Token {
  readonly text: string
  readonly end: number
}

const TOKENS = /"""(?:\\"""|[\s\S])*?"""|"(?:\\.|[^"\\\n])*"|#[^\n]*|\.\.\.|[_A-Za-z]\w*|-?\d[\w.+-]*|[!$&()=@[\]:{}|]/g
const OPENING = '([{'
const CLOSING = ')]}'

/**
 * The subscription with what resuming requires: `after: $after` for its field, and `eventCursor` of each event. Text
 * that has both is returned unchanged, so that a registered document stays the one that was registered.
 *
 * @throws TypeError if `after` has another value than a variable.
 */
export function resumable(text: string): Resumable {
  const tokens = tokensOf(text)
  const start = startOfSubscription(tokens)
  if (start < 0) return { text, variable: 'after' }
  const insertions: { readonly at: number; readonly text: string }[] = []
  const insert = (token: Token | undefined, added: string) => insertions.push({ at: token?.end ?? 0, text: added })

  let next = start + 1
  if (isName(tokens[next])) next += 1
  const declares = tokens[next]?.text === '(' ? next : undefined
  const beforeDeclarations = tokens[next - 1]
  if (declares !== undefined) next = behind(tokens, declares)
  next = behindDirectives(tokens, next) + 1 // the field, behind its brace
  if (!isName(tokens[next])) return { text, variable: 'after' } // a fragment
  const field = tokens[next + 1]?.text === ':' ? next + 2 : next

  const takes = tokens[field + 1]?.text === '(' ? field + 1 : undefined
  const given = takes === undefined ? undefined : argumentOf(tokens, takes, 'after')
  if (given !== undefined && given[0]?.text !== '$')
    throw new TypeError('The argument "after" of a subscription must be a variable, so that it can be resumed.')
  const variable = given?.[1]?.text ?? 'after'
  if (given === undefined) {
    if (declares === undefined) insert(beforeDeclarations, '($after: EventCursor)')
    else if (!declaresVariable(tokens, declares, 'after')) insert(tokens[declares], '$after: EventCursor, ')
    if (takes === undefined) insert(tokens[field], '(after: $after)')
    else insert(tokens[takes], 'after: $after, ')
  }
  const selection = behindDirectives(tokens, takes === undefined ? field + 1 : behind(tokens, takes))
  if (tokens[selection]?.text === '{' && !selects(tokens, selection, 'eventCursor'))
    insert(tokens[selection], ' eventCursor')
  return { text: insertions.reduceRight((whole, { at, text: added }) => splice(whole, at, added), text), variable }
}

function tokensOf(text: string): readonly Token[] {
  return [...text.matchAll(TOKENS)]
    .map(({ 0: token, index }) => ({ text: token, end: index + token.length }))
    .filter(token => !token.text.startsWith('#'))
}

/** The index of the keyword of the first subscription outside of all braces; -1 if there is none. */
function startOfSubscription(tokens: readonly Token[]): number {
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]?.text ?? ''
    if (token === 'subscription') return index
    if (token === 'fragment')
      index += 1 // its name can be any
    else if (OPENING.includes(token)) index = behind(tokens, index) - 1
  }
  return -1
}

/** The index behind the bracket that closes the one at `open`. */
function behind(tokens: readonly Token[], open: number): number {
  let depth = 0
  for (let index = open; index < tokens.length; index++) {
    const token = tokens[index]?.text ?? ''
    if (OPENING.includes(token)) depth += 1
    else if (CLOSING.includes(token)) depth -= 1
    if (depth === 0) return index + 1
  }
  return tokens.length
}

function behindDirectives(tokens: readonly Token[], from: number): number {
  let next = from
  while (tokens[next]?.text === '@') {
    next += 2
    if (tokens[next]?.text === '(') next = behind(tokens, next)
  }
  return next
}

/** The tokens from the argument's value on. */
function argumentOf(tokens: readonly Token[], open: number, argument: string): readonly Token[] | undefined {
  const at = topLevel(tokens, open).find(index => tokens[index]?.text === argument && tokens[index + 1]?.text === ':')
  return at === undefined ? undefined : tokens.slice(at + 2)
}

function declaresVariable(tokens: readonly Token[], open: number, name: string): boolean {
  return topLevel(tokens, open).some(index => tokens[index]?.text === name && tokens[index - 1]?.text === '$')
}

/** Whether the field is selected under its own name. */
function selects(tokens: readonly Token[], open: number, field: string): boolean {
  return topLevel(tokens, open).some(index => {
    const [before, token, after] = tokens.slice(index - 1, index + 2).map(({ text }) => text)
    return token === field && before !== ':' && before !== '...' && before !== '@' && after !== ':'
  })
}

/** The indices of the tokens between this bracket and the one that closes it, without those in brackets of their own. */
function topLevel(tokens: readonly Token[], open: number): readonly number[] {
  const end = behind(tokens, open) - 1
  const indices: number[] = []
  for (let index = open + 1; index < end; index++) {
    if (OPENING.includes(tokens[index]?.text ?? '')) index = behind(tokens, index) - 1
    else indices.push(index)
  }
  return indices
}

function isName(token: Token | undefined): boolean {
  return token !== undefined && /^[_A-Za-z]/.test(token.text)
}

function splice(text: string, at: number, added: string): string {
  return text.slice(0, at) + added + text.slice(at)
}
