/** Characters that a reader does not see, and marks that crept in from converters, go; the words stay as they are. */

// A space that does not break, or has another width, is a space to the reader.
const SPACES = /[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g
// Soft hyphen, zero-width characters, byte-order marks, directional marks; and the private marks of `txt.ts`.
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ue000-\ue002]/g
// Every control character but tab, line feed and form feed.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROLS = /[\u0000-\u0008\u000b\u000e-\u001f\u007f]/g

/** The text as a person sees it: line ends are `\n`, spaces are spaces, nothing invisible. */
export function clean(text: string): string {
  return text
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(SPACES, ' ')
    .replace(INVISIBLE, '')
    .replace(CONTROLS, '')
}

const TAGS =
  /<\/?(?:p|div|span|b|i|u|s|em|strong|font|sup|sub|small|a|ul|ol|li|table|tbody|thead|tr|td|th|h[1-6]|o:p)(?:\s[^<>]*)?\/?>/gi
const ENTITIES: Record<string, string> = {
  nbsp: ' ',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  laquo: '«',
  raquo: '»',
  ndash: '–',
  mdash: '—',
  shy: '',
}

/** Takes out HTML left in plain text (`<p>…</p>` in cells) and bookmarks of a converter; «<https://…>» is text. `lineBreak` stands for `<br>`. */
export function withoutMarkup(text: string, lineBreak = '\n'): string {
  return text
    .replace(/\[bookmark:\s*[^\]\n]*\]/g, '')
    .replace(/<\/p>[ ]*<p(?:\s[^<>]*)?>|<br\s*\/?>/gi, lineBreak)
    .replace(TAGS, '')
    .replace(
      /&(nbsp|amp|lt|gt|quot|laquo|raquo|ndash|mdash|shy);/g,
      (all, name) => ENTITIES[name] ?? all,
    )
}
