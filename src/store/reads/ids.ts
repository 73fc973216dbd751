/**
 * A parameter with ids, as an array. The SELECT hides the number of ids from PostgreSQL's planner. Otherwise a custom
 * plan for one or two ids would look cheaper than the generic plan that is kept, and PostgreSQL would plan each
 * execution again, which takes longer than reading the rows.
 */
export function idsIn(placeholder: string): string {
  return `(SELECT ${placeholder}::text[])`
}
