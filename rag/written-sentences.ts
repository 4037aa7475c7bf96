/** Parts what a model writes into sentences with their citations, while it is still being written. */

/** Whole sentences from the start of `text`, and what is not yet known to be whole; at the end nothing is left over. */
export function takeSentences(text: string, ended: boolean): { sentences: string[]; rest: string } {
  const sentences: string[] = []
  let from = 0
  for (const match of text.matchAll(BOUNDARY)) {
    const end = match.index + match[0].length
    if (end <= from || !isBoundary(text.slice(from, end), text.slice(end), match[0])) continue
    const sentence = text.slice(from, end).trim()
    if (sentence) sentences.push(sentence)
    from = end
  }
  const rest = text.slice(from)
  if (!ended) return { sentences, rest }
  return { sentences: rest.trim() ? [...sentences, rest.trim()] : sentences, rest: '' }
}

/** Numbers of the passages that a sentence cites: «… [1], [2, 3].» → [1, 2, 3]. */
export function citedIn(sentence: string): number[] {
  const groups = sentence.match(CITATION) ?? []
  return groups.flatMap((group) => (group.match(/\d+/g) ?? []).map(Number))
}

/** The sentence's own words, without its citations. */
export function withoutCitations(sentence: string): string {
  return sentence
    .replace(/\s+/g, ' ')
    .replace(CITATION, '')
    .replace(/[\s,]{1,4}([.,;:!?…])/g, '$1')
    .trim()
}

export const CITATION = /\s{0,3}\[\s?\d{1,3}(?:\s?[,;]\s?\d{1,3})*\s?\]/g

/** A line's end, or the end of a sentence with its citations on either side of the dot. */
const BOUNDARY =
  /\n+|(?:[.!?…]+[»")]*(?:[\s,]{0,4}\[\d[\d,; ]{0,40}\])*|(?:[\s,]{0,4}\[\d[\d,; ]{0,40}\])+[.!?…]*)[.!?…]*/g

const ABBREVIATION =
  /(?:^|[^\p{L}])(?:\p{L}|гг|пп|им|ул|пр|стр|ст|руб|тыс|млн|др|ред|см|тел|каб|кв|пос|обл|гор|проф|акад|мин|ч|утв|прил|абз|подп|т\.\s?[кдпе])\.$/u

function isBoundary(sentence: string, after: string, mark: string): boolean {
  if (mark.startsWith('\n')) return !/:\s*$/.test(sentence)
  // A number, and then perhaps more of it: «1.», «п. 3.2», «[1». The next word's capital decides.
  const next = after.match(/^(\s+)(\[?)([\p{L}\p{N}«"„–—-])/u)
  if (!next) return false
  const [, gap = '', bracket, first = ''] = next
  if (bracket && /\p{N}/u.test(first)) return false
  if (/\p{Ll}/u.test(first) && !gap.includes('\n')) return false
  if (mark.includes('[')) return true
  return !ABBREVIATION.test(sentence) && !/(?:^|\s)\d{1,2}\.$/.test(sentence)
}
