/** Puts together what line ends and page ends tore apart: hard-wrapped lines, hyphenated words, cut sentences. */

/**
 * Joins a line to the text before it. A hyphen at the end of the line is dropped when it broke a word, and kept when the
 * word is written with it: `known` says whether a word occurs elsewhere in the document.
 */
export function joinLines(before: string, line: string, known: (word: string) => boolean): string {
  const broken = /(\p{L}+)-$/u.exec(before.slice(-60))
  const rest = /^[\p{L}]+/u.exec(line)?.[0]
  // «№ п/ ⏎ п»: lines also break after a slash.
  if (/\S\/$/.test(before.slice(-2))) return before + line
  // «тел. 5- ⏎ 40-77»: so do numbers.
  if (/\d-$/.test(before.slice(-2)) && /^\d/.test(line)) return before + line
  if (!broken || !rest) return `${before.trimEnd()} ${line}`
  const first = broken[1] ?? ''
  const whole = first + rest
  const hyphenated = `${first}-${rest}`
  const keep =
    /^\p{Lu}/u.test(rest) ||
    known(hyphenated) ||
    (!known(whole) && usesHyphen(first.toLowerCase(), rest.toLowerCase()))
  return keep ? before + line : before.slice(0, -1) + line
}

/** First halves that make compounds in office Russian, and particles that are joined by a hyphen. */
const COMPOUND_STARTS =
  /(?:^(?:по|из|кое|онлайн|офлайн|интернет|веб|медиа|мини|пресс|бизнес|вице|экс|план|программ|юго|северо|нетворкинг|тест|кейс|мастер|тренинг|квест|арт|эко|ит|it|ай)$|(?:но|ко|ро|то|до|зо|во|мо|ло|со|го|по|хо)$)/u
const COMPOUND_ENDS =
  /^(?:то|либо|нибудь|ка|таки|класс(?:а|ы|ов|е|у|ом|ами|ах|у)?|график(?:а|и|у|ом|е|ов)?|методическ\p{L}+|педагогическ\p{L}+|воспитательн\p{L}+|образовательн\p{L}+|правов\p{L}+|технологическ\p{L}+|аналитическ\p{L}+|технически\p{L}+|техническ\p{L}+|практическ\p{L}+|исследовательск\p{L}+|просветительск\p{L}+|нравственн\p{L}+|эстетическ\p{L}+|экономическ\p{L}+|коммуникационн\p{L}+|коммуникативн\p{L}+|психологическ\p{L}+|оздоровительн\p{L}+|спортивн\p{L}+|патриотическ\p{L}+|югра|югры|наставник\p{L}*|психолог\p{L}*|логопед\p{L}*|библиотекар\p{L}*|дефектолог\p{L}*|организатор\p{L}*|предметник\p{L}*|площадк\p{L}*|партн[её]р\p{L}*|спутник\p{L}*|сессия|сессии|сессий|школа|школы|студия|студии)$/u

function usesHyphen(first: string, rest: string): boolean {
  return (
    (COMPOUND_STARTS.test(first) && COMPOUND_ENDS.test(rest)) ||
    (/^(?:учител|педагог|программ|план|мастер|онлайн|интернет|школ|центр|команд|организаци|город)/u.test(
      first,
    ) &&
      COMPOUND_ENDS.test(rest))
  )
}

/** The words of a document, to tell a broken word from a hyphenated one. */
export function wordsOf(text: string): (word: string) => boolean {
  const words = new Set(text.toLowerCase().match(/[\p{L}]+(?:-[\p{L}]+)*/gu) ?? [])
  return (word) => words.has(word.toLowerCase())
}

/** A line that begins something of its own: a number, a bullet, a dash, a heading in capitals, «Приложение». */
export function startsItem(line: string): boolean {
  const start = line.slice(0, 80)
  // «с 15.00 до ⏎ 17.00», «от ⏎ 02.09.2024»: a time of day and a date, no numbers of clauses.
  if (
    /^\s*(?:(?:0?[7-9]|1\d|2[0-3])\.(?:00|15|30|45)|\d{1,2}\.\d{1,2}\.\d{4})(?![.\d])/.test(start)
  )
    return false
  if (standsAlone(line)) return true
  // A bare number is a clause's only before a capital: «с 11 по 29 января ⏎ 2027 года» goes on.
  return (
    /^\s*(?:(?:\d+(?:\.\d+)*[.)]|[абвежз][.)]|\p{L}\)|[IVXivx]+[.)])\s|\d{1,2}\s+[\p{Lu}«"]|\d+(?:\.\d+)*[.)]\p{L}|\d+(?:\.\d+)+\s|[-–—•*●○▪·\uf0b7]\s*\p{L}|№\s*п\s?\/)/u.test(
      start,
    ) || /^\s*(?:приложение|раздел|глава|статья|таблица|рисунок)\s+(?:№|\d|[IVX])/iu.test(start)
  )
}

/** A line that is one word for what the document is or does: neither the line above nor the one below belongs to it. */
export function standsAlone(line: string): boolean {
  if (line.length > 60) return false
  const word = /^(?:\s*\p{Lu}){5,}\s*:?\s*$/u.test(line) ? line.replace(/[\s:]/g, '') : ''
  return /^(?:ПРИКАЗ|РАСПОРЯЖЕНИЕ|ПОСТАНОВЛЕНИЕ|РЕШЕНИЕ|ПРОТОКОЛ|ПИСЬМО|ПРИКАЗЫВАЮ|ПОСТАНОВЛЯЮ|ПОСТАНОВЛЯЕТ)$/u.test(
    word,
  )
}

/**
 * Whether a sentence was cut between the two: a letter or comma at the end, a small letter at the beginning. `above` is the
 * paragraph over them: in a list the items end in commas too, or in nothing, and begin small.
 */
export function isCut(before: string, after: string, above = ''): boolean {
  if (!/[\p{L},]\s*$/u.test(before.slice(-60)) || !/^\s*[\p{Ll}]/u.test(after)) return false
  if (startsItem(after) || standsAlone(before)) return false
  return !isListItem(before, above)
}

/** A short line under the stem of a list, or under an item of it that ends like one. */
function isListItem(line: string, above: string): boolean {
  const last = above.trimEnd().at(-1) ?? ''
  return (
    /^\s*\p{Ll}/u.test(line) &&
    (last === ':' || last === ';' || (last === ',' && line.trimEnd().endsWith(',')))
  )
}
