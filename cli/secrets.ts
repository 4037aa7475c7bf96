/** What must not be seen anywhere, and taking it out of a text. */

/** Variables that are secrets as a whole. */
const WHOLE = ['BOT_TOKEN', 'WEBHOOK_SECRET', 'OPENAI_API_KEY', 'OPENAI_API_KEY_COMMAND']
/** Addresses that may hold a password. */
const ADDRESSES = ['DATABASE_URL', 'REDIS_URL', 'OPENAI_BASE_URL', 'TELEGRAM_API_ROOT']

/** Shorter ones would be found in every second word. */
const SHORTEST = 4

/** Every secret of the environment, in each of the forms in which it may turn up; the longest first. */
export function secretsIn(env: Record<string, string | undefined>): string[] {
  const whole = WHOLE.map((name) => env[name]?.trim() ?? '')
  const passwords = ADDRESSES.map((name) => URL.parse(env[name]?.trim() ?? '')?.password ?? '')
  const forms = [...whole, ...passwords].flatMap((secret) => [secret, decoded(secret)])
  // A line of the log is JSON: quotes and backslashes have another form there.
  const written = forms.map((secret) => JSON.stringify(secret).slice(1, -1))
  return [...new Set([...forms, ...written])]
    .filter((secret) => secret.length >= SHORTEST)
    .sort((a, b) => b.length - a.length)
}

/** The text with «***» in the place of every secret. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((left, secret) => left.replaceAll(secret, '***'), text)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
