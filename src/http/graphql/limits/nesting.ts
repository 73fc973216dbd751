import { Lexer, Source, TokenKind } from 'graphql'

const OPENING = new Set<TokenKind>([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L])
const CLOSING = new Set<TokenKind>([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R])

/**
 * True if a document's brackets nest deeper than `nesting`. graphql-js parses recursively, and 2,000 brackets, which
 * the limit of tokens allows, overflow its stack. So this function reads the tokens first, without recursion.
 *
 * @throws GraphQLError for an invalid token, as parsing would.
 */
export function bracketsNestDeeper(query: string, { nesting, tokens }: { nesting: number; tokens: number }): boolean {
  const lexer = new Lexer(new Source(query))
  let depth = 0
  // Parsing refuses documents with more tokens.
  for (let read = 0; read <= tokens; read++) {
    const { kind } = lexer.advance()
    if (kind === TokenKind.EOF) return false
    if (CLOSING.has(kind)) depth -= 1
    else if (OPENING.has(kind)) depth += 1
    if (depth > nesting) return true
  }
  return false
}
