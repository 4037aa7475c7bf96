/** SQL for looking words up where texts are not indexed passages. */

/** SQL: a query for any word of the parameter; it matches nothing where there is none. */
export const anyWordOf = (parameter: string): string =>
  `(select coalesce(string_agg(quote_literal(word), ' | '), '')::tsquery
      from unnest(tsvector_to_array(to_tsvector('russian', ${parameter}))) as word)`
