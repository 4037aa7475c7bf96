/** Cuts long texts for titles and labels. Each runs over the text once, whatever is in it: a file may be made of one sign. */

/** The text, or its beginning up to a word's end with «…»; `length` is in characters. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text
  const start = text.slice(0, length)
  const space = lastSpace(start)
  return `${withoutEnd(space > 0 ? start.slice(0, space) : start, ' \t\n,;:–—-')}…`
}

/** The text without these characters at its end. A pattern like /[.,]+$/ takes a time that grows with the square of a run. */
export function withoutEnd(text: string, characters: string): string {
  let end = text.length
  while (end > 0 && characters.includes(text.charAt(end - 1))) end -= 1
  return text.slice(0, end)
}

function lastSpace(text: string): number {
  return Math.max(...[' ', '\n', '\t'].map((space) => text.lastIndexOf(space)))
}
