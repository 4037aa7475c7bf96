/** Makes texts comparable: two spellings that a reader takes for the same become the same string. For matching only, never shown. */

/**
 * Lower case, ё as е, Latin look-alikes in Cyrillic words as Cyrillic, one kind of quotes, dashes and spaces, no soft
 * hyphens, words joined over line ends. Numbers and dates keep their spelling. Idempotent.
 */
export function normalise(text: string): string {
  return unifyLetters(joinBrokenWords(text.normalize('NFC').replace(INVISIBLE, '')))
    .replace(/[«»„“”‟"]/g, '"')
    .replace(/[’‘‚‛`´′]/g, "'")
    .replace(DASHES, '-')
    .replace(/…/g, '...')
    .replace(/(?:№|(?<![\p{L}\p{N}])n(?=[ \t\u00a0]?\d))\s*(?=[\p{L}\p{N}])/gu, '№ ')
    .replace(/\s+/g, ' ')
    .replace(/(?<=\p{L})- (?!(?:и|или|либо) )(?=\p{L})/gu, '-')
    .trim()
}

/** Lower case, ё as е, and Cyrillic letters where Latin ones stand for them; everything else stays as it is. */
export function unifyLetters(text: string): string {
  return unifyScript(text).toLowerCase().replaceAll('ё', 'е')
}

/** Cyrillic letters where Latin ones stand for them («Toбoльcк» → «Тобольск»); case stays. */
export function unifyScript(text: string): string {
  const lettered = text.replace(/(?<=\p{Script=Cyrillic})0(?=\p{Script=Cyrillic})/gu, 'о')
  // Nearly every text: looking at each of its words would take most of the time of normalising.
  if (!MIXED.test(lettered)) return lettered
  return lettered.replace(/[\p{Script=Cyrillic}\p{Script=Latin}]+/gu, unifyWord)
}

/** Letters that a Cyrillic word does not have. */
const MIXED = /[\p{Script=Latin}іІїЇ]/u

/**
 * Joins words that a line end cut in two: «педаго-⏎гов» → «педагогов», «научно-⏎методический» keeps its hyphen.
 * Soft hyphens at line ends always join.
 */
export function joinBrokenWords(text: string): string {
  if (!/[\n\u00ad]/.test(text)) return text
  return text
    .replace(/\u00ad[ \t]*\r?\n?[ \t]*/g, '')
    .replace(
      /(?<!\p{L})(\p{L}+)[-\u2010\u2011][ \t]*\r?\n[ \t]*(?=(\p{Ll}+))/gu,
      (_whole, before: string, after: string) =>
        keepsHyphen(before.toLowerCase(), after.toLowerCase()) ? `${before}-` : before,
    )
}

const INVISIBLE = /[\u200b-\u200d\u2060\ufeff\u200e\u200f]/g
const DASHES = /[\u2010-\u2015\u2212\u2043\ufe58\ufe63\uff0d]/g

/** Letters that look the same in both scripts, either case. */
const TWINS: Record<string, string> = {
  ...{
    A: 'А',
    B: 'В',
    C: 'С',
    E: 'Е',
    H: 'Н',
    K: 'К',
    M: 'М',
    O: 'О',
    P: 'Р',
    T: 'Т',
    X: 'Х',
    Y: 'У',
  },
  ...{ a: 'а', c: 'с', e: 'е', o: 'о', p: 'р', x: 'х', y: 'у' },
}

/** What else stands for a Cyrillic letter, once the rest of the word shows that it is Cyrillic («Дубнa», «Ирбiт»). */
const IN_CYRILLIC_WORD: Record<string, string> = {
  ...TWINS,
  ...{ b: 'ь', h: 'н', i: 'и', k: 'к', m: 'м', n: 'н', r: 'г', t: 'т', u: 'и' },
  ...{ I: 'И', N: 'Н', і: 'и', І: 'И', ї: 'и', Ї: 'И' },
}

/** Alone, a letter is a preposition or a class («c 1 сентября», «5a»), in either case the same. */
const ALONE: Record<string, string> = { ...TWINS, b: 'в', h: 'н', k: 'к', m: 'м', t: 'т' }

/** Capitals that are really Latin though all of them have twins. */
const REALLY_LATIN = new Set(['HTTP', 'PHP', 'PC', 'MAC', 'CTO', 'CEO', 'TOP', 'BTC'])

function unifyWord(word: string): string {
  if (word.length === 1) return replaceAll(word, ALONE) ?? word
  const cyrillic = /\p{Script=Cyrillic}/u.test(word)
  if (cyrillic) {
    if (!MIXED.test(word)) return word
    return replaceAll(word, IN_CYRILLIC_WORD) ?? word
  }
  // A small Latin word («coach», «top») is more often really Latin than a slip of the keyboard; capitals («MOY») are not.
  if (word !== word.toUpperCase() || REALLY_LATIN.has(word)) return word
  return replaceAll(word, TWINS) ?? word
}

/** Null when a Latin letter of the word stands for no Cyrillic one: then the word is left alone. */
function replaceAll(word: string, letters: Record<string, string>): string | null {
  let result = ''
  for (const letter of word) {
    const twin = letters[letter]
    if (twin === undefined && /\p{Script=Latin}/u.test(letter)) return null
    result += twin ?? letter
  }
  return result
}

/** First parts after which a hyphen belongs to the word itself, and endings that only follow a hyphen. */
const FIRST_PARTS =
  /^(?:научно|учебно|организационно|информационно|социально|психолого|нормативно|материально|методико|художественно|эколого|военно|физкультурно|воспитательно|экспертно|консультативно|лечебно|профессионально|личностно|контрольно|финансово|общественно|государственно|культурно|творчески|программно|проектно|план|онлайн|офлайн|интернет|веб|медиа|мастер|бизнес|пресс|кейс|дорожно|право|деловой|югра|северо|юго|санкт|ростов|каменск|ханты|ямало|по|кое|во|из|все|какого|что|где)$/
const LAST_PARTS = /^(?:либо|нибудь|таки|то|за|под)$/

function keepsHyphen(before: string, after: string): boolean {
  return FIRST_PARTS.test(before) || LAST_PARTS.test(after)
}
