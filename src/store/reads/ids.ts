/**
 * A parameter with ids, as an array. Wrapped in a SELECT, so that PostgreSQL cannot see how many there are when it plans:
 * it would find a plan for the one or two of most requests cheaper than the plan for any number that it keeps, and plan
 * each request again, which takes longer than reading the rows.
 */
export function idsIn(placeholder: string): string {
  return `(SELECT ${placeholder}::text[])`
}
