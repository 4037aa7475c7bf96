/** Finds where a part's text is over and signatures, executors and the distribution list begin. */
import type { Element } from './lines.ts'
import { readMark } from './numbering.ts'

/** Whether everything from `index` to the part's end is signatures and the like. */
export function isClosing(body: Element[], index: number): boolean {
  const line = body[index]
  if (line?.kind !== 'line' || line.text.length > 160) return false
  const next = body[index + 1]
  const signed =
    POST.test(line.text) &&
    !/[;.]$/.test(line.text) &&
    (INITIALS.test(line.text) ||
      (next?.kind === 'line' && next.text.length < 60 && INITIALS.test(next.text)))
  return (signed || OFFICE_NOTE.test(line.text)) && body.slice(index).every(mayClose)
}

const POST =
  /^(?:И\.\s?о\.|Исполняющ|Врио|Директор|Начальник|Заместитель|Глава|Председатель|Секретарь|Руководитель|Заведующ|Ректор|Министр|Методист|Старший методист|Главный специалист|Ведущий специалист|Протокол (?:вел|вёл|составил)|Мэр)/iu
const INITIALS = /(?:\p{Lu}\.\s?\p{Lu}\.\s?\p{Lu}\p{Ll}+|\p{Lu}\p{Ll}+\s\p{Lu}\.\s?\p{Lu}\.)/u
const OFFICE_NOTE =
  /^(?:Исполнитель|Исп\.|Рассылка|Разослан|Разослать|Согласовано|С (?:приказом|распоряжением|решением) ознакомлен|Ознакомлен|Подпись|Верно:|М\.\s?П\.)/u

/** Text proper never follows a signature: no clause, no table, no long sentence. */
function mayClose(element: Element): boolean {
  if (element.kind === 'table') return false
  const mark = readMark(element.text)
  return (
    element.text.length < 220 &&
    (mark === null || mark.kind === 'bullet' || element.text.length < 80)
  )
}
