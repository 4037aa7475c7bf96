/** The database cannot be used: what is wrong, where, and what the person who runs the program can do. */
export class DatabaseUnusableError extends Error {
  override name = 'DatabaseUnusableError'
}
