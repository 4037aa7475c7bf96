/** Names the body that issued a document, from its letterhead, its stamp, or the line that says what it is. */

/** `kindLine` is the index of the line with «ПРИКАЗ», or -1. Null where the head names no body. */
export function findIssuer(lines: string[], kindLine: number): string | null {
  const above = kindLine === -1 ? lines : lines.slice(0, kindLine)
  const letterhead = bodies(above)
  if (letterhead.length > 0) return letterhead.slice(0, 3).join(', ')
  return fromKindLine(lines[kindLine] ?? '') ?? fromStamp(lines)
}

/** The bodies that the lines name; a name runs over lines that only go on with it. */
function bodies(lines: string[]): string[] {
  const found: string[] = []
  let open = false
  for (const line of lines) {
    const goesOn: boolean = open && GOES_ON.test(line) && !/\d{4}|№/.test(line)
    const names = BODY.test(line) && !STAMP.test(line) && !ADDRESSEE.test(line)
    if (goesOn) found[found.length - 1] = `${found.at(-1)} ${small(line)}`
    else if (names) found.push(sentenceCase(line))
    open = goesOn || names
  }
  return found
}

/** «НИЖНЕТРАВИНСКОГО ГОРОДСКОГО ОКРУГА», «„МЕТОДИЧЕСКИЙ ЦЕНТР“», «администрации города» go on with the name above. */
const GOES_ON =
  /^(?:[«"“„]|\p{L}+(?:ого|его|ской|ных)(?:\s|$)|(?:администрации|города|городского|муниципальн\p{L}+|района|округа|области|края|республики|образования|по)(?:\s|$))/iu
const ADDRESSEE =
  /^(?:руководител|директор|заведующ|начальник|педагог)\p{L}*(?:ям|ам|у|им|ому)(?:\s|$)/iu

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
  const text = lines.slice(0, 10).join(' ').slice(0, 3000).replace(/\s+/g, ' ')
  const match =
    /(?:приказом|решением|постановлением|распоряжением) (.{3,150}?) (?:от |№|«\d|\d)/iu.exec(text)
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

function nameBody(named: string | undefined): string | null {
  const genitive = named?.replace(
    /^(?:и\.\s?о\.\s|врио\s|исполняющего обязанности\s)?(?:директора|начальника|председателя|руководителя|заведующего|главы)\s/iu,
    '',
  )
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
    .replace(/(?<=(?:^|\s)[«"])\p{L}/gu, (letter) => letter.toUpperCase())
  return capitalise(named)
}

/** A line that goes on with a name keeps no capital of a new sentence. */
function small(line: string): string {
  const cased = sentenceCase(line)
  return line === line.toUpperCase() && !/ск(?:ого|ий|ой)\s/iu.test(line)
    ? cased.slice(0, 1).toLowerCase() + cased.slice(1)
    : cased
}

function capitalise(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
