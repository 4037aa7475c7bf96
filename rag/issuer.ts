/** Names the body that issued a document, from its letterhead, its stamp, or the line that says what it is. */

/** `kindLine` is the index of the line with «ПРИКАЗ», or -1. Null where the head names no body. */
export function findIssuer(lines: string[], kindLine: number): string | null {
  const above = kindLine === -1 ? lines : lines.slice(0, kindLine)
  const letterhead = above.filter((line) => BODY.test(line) && !STAMP.test(line))
  if (letterhead.length > 0) return letterhead.slice(0, 3).map(sentenceCase).join(', ')
  return fromKindLine(lines[kindLine] ?? '') ?? fromStamp(lines)
}

const BODY =
  /(?:администраци|департамент|управлени|комитет|отдел\P{L}|отдел$|учреждени|центр|министерств|дума|совет|коллеги)/iu
const STAMP = /^(?:утвержд|приложение|согласован|принят|к\s|приказом)/iu

/** «Решение коллегии», «Приказ Управления образования»: the rest of the line, in the nominative. */
function fromKindLine(line: string): string | null {
  const match =
    /^(?:решение|приказ|распоряжение|постановление)\s+(.{2,120}?)(?:\s+(?:от|№)\s.*)?$/iu.exec(line)
  return nameBody(match?.[1])
}

function fromStamp(lines: string[]): string | null {
  const text = lines.slice(0, 10).join(' ')
  const match =
    /(?:приказом|решением|постановлением|распоряжением)\s+(.{3,150}?)\s+(?:от\s|№|«\d|\d)/iu.exec(
      text,
    )
  return nameBody(match?.[1])
}

const NOMINATIVES: [RegExp, string][] = [
  [/^коллегии/iu, 'Коллегия'],
  [/^администрации/iu, 'Администрация'],
  [/^департамента/iu, 'Департамент'],
  [/^управления/iu, 'Управление'],
  [/^комитета/iu, 'Комитет'],
  [/^отдела/iu, 'Отдел'],
  [/^министерства/iu, 'Министерство'],
  [/^центра/iu, 'Центр'],
  [/^совета/iu, 'Совет'],
  [/^думы/iu, 'Дума'],
  [/^муниципального/iu, 'Муниципальное'],
]

function nameBody(genitive: string | undefined): string | null {
  if (!genitive || /^(?:от|об?|№)(?:\s|$)|\d/iu.test(genitive)) return null
  for (const [pattern, nominative] of NOMINATIVES) {
    if (pattern.test(genitive)) {
      return genitive
        .replace(pattern, nominative)
        .replace(
          /(?<=^Муниципальное )казенного учреждения|казённого учреждения/iu,
          'казённое учреждение',
        )
    }
  }
  const masculine = /^((?:\p{L}+ого\s)+)(совета|центра|комитета|отдела)(?!\p{L})(.*)$/iu.exec(
    genitive,
  )
  if (masculine) {
    const [, adjectives = '', noun = '', rest = ''] = masculine
    const named = adjectives.replace(/(?<=[кгх])ого\s/giu, 'ий ').replace(/(?<!о)ого\s/giu, 'ый ')
    return capitalise(`${named.replace(/(?<=^городск)ий/iu, 'ой')}${noun.slice(0, -1)}${rest}`)
  }
  // Only abbreviations («НМС», «МКУ «ЦРО»») are the same in every case.
  return /^\p{Lu}{2,}(?:\s|$)/u.test(genitive) ? genitive : null
}

/** A letterhead in capitals as a sentence writes it; names of towns and in quotation marks keep their capital. */
function sentenceCase(line: string): string {
  if (line !== line.toUpperCase()) return line
  const small = line.toLowerCase()
  const named = small
    .replace(/(?<=(?:^|[\s«])(?:города\s+|город\s+|г\.\s*))\p{L}+/gu, capitalise)
    .replace(/\p{L}+(?=ск(?:ого|ий) (?:городск|муниципальн|район))/gu, capitalise)
    .replace(/(?<=[«"])\p{L}/gu, (letter) => letter.toUpperCase())
  return capitalise(named)
}

function capitalise(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
