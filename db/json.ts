/** JSON as PostgreSQL takes it, whatever characters people, files and models put into their words. */

/**
 * The value as text for a `jsonb` parameter. Zero characters and halves of surrogate pairs, which PostgreSQL refuses
 * with the whole statement, become «�» — one for one, so that places in a text stay where they are.
 */
export function toJson(value: unknown): string {
  const written = JSON.stringify(value) ?? 'null'
  return written.replace(ESCAPES, (found) => (found === PAIR ? PAIR : '\ufffd'))
}

const PAIR = '\\\\'

/** A written backslash is matched too, so that what follows it is not taken for an escape. */
const ESCAPES = /\\\\|\\u(?:0000|d[89a-f][0-9a-f]{2})/g
