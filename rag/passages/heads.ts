/** Finds where a part's head, its stamps and title, ends and its text begins. */
import type { Element, Line } from './lines.ts'
import { readMark } from './numbering.ts'

/** No head is longer; what has none would else be looked through again for every line that may begin a part. */
const LONGEST_HEAD = 200

/** How many elements from the start stand above the text. */
export function headLength(all: Element[]): number {
  const elements = all.slice(0, LONGEST_HEAD)
  const glossary = elements.slice(0, 12).some(isGlossaryTitle)
  const end = elements.findIndex((element, index) => {
    if (element.kind === 'table') return true
    const { text } = element
    if (index > 0 && opensText(elements.slice(0, index), element)) return true
    if (PREAMBLE.test(text) || ORDERS.test(text) || SPOKEN.test(text)) return true
    const mark = readMark(text)
    if (mark && mark.kind !== 'bullet') return true
    if (index > 0 && glossary && isGlossaryTitle(elements[index - 1])) return true
    return index > 0 && text.length > 150 && /[.;:]$/.test(text)
  })
  return end === -1 ? Math.min(elements.length, unboundedHead(elements)) : end
}

export function isGlossaryTitle(element: Element | undefined): boolean {
  return (
    element?.kind === 'line' &&
    element.text.length < 150 &&
    /^(?:[\d.\s]*)(?:(?:основные|используемые)\s+)?(?:термин|поняти|глоссари|словар|определени|сокращени)/iu.test(
      element.text,
    )
  )
}

/** Whether a heading is the first of the text rather than the last line of the title. */
function opensText(above: Element[], { text, level }: Line): boolean {
  if (/^(?:общие положения|общая часть|введение|пояснительная записка)\.?$/iu.test(text))
    return true
  // In an order any line of the head may be styled as a heading.
  if (/^(?:О(?:б|бо)?\s|от\s|к\s|г\.|[№«"\d])/u.test(text)) return false
  return above.some(
    (element) => element.kind === 'line' && level !== undefined && (element.level ?? level) < level,
  )
}

/** With nothing that ends it, a head is the lines before the first full sentence. */
function unboundedHead(elements: Element[]): number {
  const end = elements.findIndex(
    (element, index) => index > 0 && (element.kind === 'table' || /[.;:!?]$/.test(element.text)),
  )
  return end === -1 ? Math.min(elements.length, 1) : end
}

export const PREAMBLE =
  /^(?:В целях|В соответствии|В связи|Во исполнение|На основании|Руководствуясь|Рассмотрев|Заслушав|Обсудив|По итогам|По результатам|С целью|Учитывая|Согласно|Уважаем)/u
/** Words that head the sections of minutes; in a sentence («Выступили и гости») they are only words. */
export const SPOKEN = new RegExp(
  `^(?:\\d+\\.\\s*)?(?:(?:слушали|решили|постановили)(?!\\p{L})|` +
    `(?:присутств(?:овали|овало|уют|ующие)|отсутств(?:овали|уют|ующие)|приглаш[её]н(?:ы|ные)|повестка(?: дня)?(?: заседания)?|` +
    `выступил[аи]?|голосовали)\\s*(?:$|[:–—-])|(?:решение|постановление)\\s*:)`,
  'iu',
)
export const ORDERS = /(?:приказываю|постановляю|постановляет|решил[аи]?|решает|обязываю)\s*:$/iu
