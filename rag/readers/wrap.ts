/** Puts together what line ends and page ends tore apart: hard-wrapped lines, hyphenated words, cut sentences. */

/**
 * Joins a line to the text before it. A hyphen at the end of the line is dropped when it broke a word, and kept when the
 * word is written with it: `known` says whether a word occurs elsewhere in the document.
 */
export function joinLines(before: string, line: string, known: (word: string) => boolean): string {
  const broken = /(\p{L}+)-$/u.exec(before.slice(-60))
  const rest = /^[\p{L}]+/u.exec(line)?.[0]
  // «№ п/ ⏎ п»: lines also break after a slash.
  if (/\S\/$/.test(before)) return before + line
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
  /^(?:то|либо|нибудь|ка|таки|класс(?:а|ы|ов|е|у|ом|ами|ах|у)?|график(?:а|и|у|ом|е|ов)?|методическ\p{L}+|педагогическ\p{L}+|воспитательн\p{L}+|образовательн\p{L}+|правов\p{L}+|технологическ\p{L}+|аналитическ\p{L}+|технически\p{L}+|техническ\p{L}+|практическ\p{L}+|исследовательск\p{L}+|просветительск\p{L}+|нравственн\p{L}+|эстетическ\p{L}+|экономическ\p{L}+|коммуникационн\p{L}+|коммуникативн\p{L}+|психологическ\p{L}+|оздоровительн\p{L}+|спортивн\p{L}+|патриотическ\p{L}+|югра|югры|наставник\p{L}*|психолог\p{L}*|логопед\p{L}*|библиотекар\p{L}*|дефектолог\p{L}*|организатор\p{L}*|предметник\p{L}*|площадк\p{L}*|сессия|сессии|сессий|школа|школы|студия|студии)$/u

function usesHyphen(first: string, rest: string): boolean {
  return (
    (COMPOUND_STARTS.test(first) && COMPOUND_ENDS.test(rest)) ||
    (/^(?:учител|педагог|программ|план|мастер|онлайн|интернет)/u.test(first) &&
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
  // «с 15.00 до ⏎ 17.00»: a time of day, not clause 17.
  if (/^\s*(?:[7-9]|1\d|2[0-3])\.(?:00|15|30|45)(?![.\d])/.test(line)) return false
  return (
    /^\s*(?:(?:\d+(?:\.\d+)*[.)]?|\p{L}[.)]|[IVXivx]+[.)])\s|\d+(?:\.\d+)*[.)]\p{L}|\d+(?:\.\d+)+\s|[-–—•*●○▪·\uf0b7]\s*\p{L}|№\s)/u.test(
      line,
    ) || /^\s*(?:приложение|раздел|глава|статья|таблица|рисунок)\s+(?:№|\d|[IVX])/iu.test(line)
  )
}

/** Whether a sentence was cut between the two: a letter or comma at the end, a small letter at the beginning. */
export function isCut(before: string, after: string): boolean {
  return (
    /[\p{L},]\s*$/u.test(before.slice(-60)) && /^\s*[\p{Ll}]/u.test(after) && !startsItem(after)
  )
}
