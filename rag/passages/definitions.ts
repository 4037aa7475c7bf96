/** Recognises «Термин – определение». */

export interface Definition {
  term: string
  meaning: string
}

/** Whether definitions are to be expected under this heading or stem. */
export function promisesDefinitions(text: string): boolean {
  return (
    text.length < 300 &&
    /(?:термин|поняти[яей]|определени[яей]|сокращени[яей]|глоссари|словар)/iu.test(text)
  )
}

/** The term and what it means, or null. Call only where definitions are expected: many sentences have a dash. */
export function readDefinition(text: string): Definition | null {
  const start = joinCompounds(text.slice(0, 1000))
  // A dash in brackets is the term's own: «персонализированная программа (далее – ППН) – план …».
  const match =
    /^((?:[^()]|\([^()]{0,150}\)){2,200}?(?<![\s–—-]))\s{1,3}[–—-]\s{0,3}(?=[\p{L}«"(\d])/u.exec(
      start,
    )
  const [whole = '', term = ''] = match ?? []
  const meaning = start.slice(whole.length) + text.slice(1000)
  if (
    !match ||
    meaning.length < 3 ||
    term.length > 250 ||
    /[;:!?]|\.\s/.test(term) ||
    /^\p{N}/u.test(term)
  )
    return null
  return { term: term.trim(), meaning: meaning.trim() }
}

/** The term as a citation names it: without quotation marks inside. */
export function termName(term: string): string {
  return term
    .replace(/\([^()]*\)/g, '')
    .replace(/[«»"“”„]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/** «научно - методический» is one word, not a term and its definition. */
function joinCompounds(text: string): string {
  return text.replace(
    /(?<=(?:^|\P{L})(?:научно|учебно|организационно|информационно|социально|психолого|нормативно|материально|воспитательно|экспертно))\s-\s(?=\p{Ll})/giu,
    '-',
  )
}
