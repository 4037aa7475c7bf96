/** Cuts long texts for titles and labels. */

/** The text, or its beginning up to a word's end with «…»; `length` is in characters. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text
  const cut = text.slice(0, length).replace(/\s+\S*$/, '')
  return `${cut.replace(/[\s,;:–—-]+$/, '')}…`
}
