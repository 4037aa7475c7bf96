/** Reads an address of the web as people write it, in the shape that a button takes. */

/** «example.ru/test» → «https://example.ru/test»; null for what is no such address. */
export function readLink(text: string): string | null {
  const words = text.trim()
  if (/\s/.test(words) || words.length > 1000) return null
  const written = /^[a-z][a-z\d+.-]*:/i.test(words) ? words : `https://${words}`
  const url = URL.parse(written)
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '') return null
  return /^[^.]+(?:\.[^.]+)*\.[\p{L}\d-]{2,}$/u.test(url.hostname) ? url.href : null
}
