/** How graphql-codegen writes the API's scalars: the option `scalars` of its plugins. */
export const scalars = {
  ID: 'string',
  DateTime: 'string',
  Date: 'string',
  LocalTime: 'string',
  TimeZone: 'string',
  /** Text, because JSON's numbers lose cents above 2^53. */
  MinorUnits: { input: 'string | number', output: 'string' },
  CurrencyCode: 'string',
  CountryCode: 'string',
  URL: 'string',
  JSON: 'unknown',
  EventCursor: 'string',
} as const
