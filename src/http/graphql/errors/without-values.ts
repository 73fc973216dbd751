/** The sentences in which graphql-js quotes a value of the request after its own words. */
const QUOTING: readonly (readonly [sentence: RegExp, without: string])[] = [
  [/^((?:Enum )?"?\w+"? cannot represent [^:]*?): [\s\S]*$/, '$1.'],
  [/^(Expected value of type "[^"]*"), found (?!null\.)[\s\S]*$/, '$1.'],
  [/^(Argument "\w+" has invalid value) [\s\S]*$/, '$1.'],
  [/^(Syntax Error: .*?\b(?:Block)?String) "[\s\S]*"/, '$1'],
]

/**
 * A message of graphql-js without the values that it quotes: callers log our messages, and a value can be a consumer's name. The
 * place of the value is in the error's path and location.
 */
export function withoutValues(message: string): string {
  return QUOTING.reduce((text, [sentence, without]) => text.replace(sentence, without), message)
}
