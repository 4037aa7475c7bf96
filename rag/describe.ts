/** Reads off a document what it says about itself: title, kind, number, date, issuer, territory. */
import type { ReadDocument } from './blocks.ts'
import { readDate } from './dates.ts'
import { findIssuer } from './issuer.ts'
import { unifyScript } from './normalise.ts'
import type { DocumentDescription } from './passage.ts'
import { headLength } from './passages/heads.ts'
import { toElements } from './passages/lines.ts'
import { readMark } from './passages/numbering.ts'
import { findTerritory } from './territory.ts'
import { annexTitle, findTitle, type Kind, titleOutside } from './title.ts'

/** `name` is the file's; it is the title only where the text offers none. A person may correct all of it. */
export function describe(document: ReadDocument, name: string): DocumentDescription {
  const elements = toElements(document.blocks)
  const head = elements
    .slice(0, headLength(elements))
    .flatMap((element) => (element.kind === 'line' ? [unspace(element.text)] : []))
  const texts = elements.flatMap((element) =>
    element.kind === 'line'
      ? [element.text]
      : element.rows.flatMap((row) => row.map((cell) => cell.text)),
  )
  const first = texts.find((text) => text !== '' && !SHEET.test(text)) ?? ''
  const sheets = new Set(elements.flatMap((element) => ('sheet' in element ? [element.text] : [])))
  const named = head.filter((line) => !SHEET.test(line))
  const titled = named.filter((line) => !sheets.has(line))
  // A sheet's name is the document's only where nothing else is written above its table.
  const said = titled.length > 0 ? titled : named
  const lines = said.length > 0 ? said : first && !readMark(first) ? [first] : []
  const kind = findKind(lines, texts)
  return {
    title: findTitle(lines, kind, annexTitle(elements)) ?? titleOutside(document, name, first),
    kind: kind.name,
    number: findNumber(lines),
    issuedOn: findDate(lines),
    issuer: findIssuer(lines, kind.line),
    territory: findTerritory([...lines, ...texts.slice(0, 400)]),
  }
}

/** A sheet of a workbook that nobody gave a name. */
const SHEET = /^(?:лист|sheet)\s?\d*$/iu

/** Longer names first: a «план мероприятий («дорожная карта»)» is a road map. */
const KINDS: [RegExp, string][] = [
  [/^(?:план|комплекс)[^.]{0,80}дорожн\S{0,3} карт|^дорожная карта/iu, 'дорожная карта'],
  [/^(?:выписка из )?протокола?(?!\p{L})/iu, 'протокол'],
  [/^приказ(?!\p{L})/iu, 'приказ'],
  [/^распоряжение(?!\p{L})/iu, 'распоряжение'],
  [/^постановление(?!\p{L})/iu, 'постановление'],
  [/^решение(?!\p{L})/iu, 'решение'],
  [/^(?:типовое |примерное )?положение/iu, 'положение'],
  [/^порядок/iu, 'порядок'],
  [/^регламент/iu, 'регламент'],
  [/^план(?:-график)?(?![\p{L}])|^годовой план|^календарный план/iu, 'план'],
  [/^комплекс мер/iu, 'комплекс мер'],
  [/^программа/iu, 'программа'],
  [/^методические рекомендации/iu, 'методические рекомендации'],
  [/^инструкция/iu, 'инструкция'],
  [/^правила/iu, 'правила'],
  [/^устав/iu, 'устав'],
  [/^концепция/iu, 'концепция'],
  [/^график/iu, 'график'],
  [/^расписание/iu, 'расписание'],
  [/^памятка/iu, 'памятка'],
  [/^реестр/iu, 'реестр'],
  [/^перечень/iu, 'перечень'],
  [/^(?:аналитическая )?справка/iu, 'справка'],
  [/^отч[её]т/iu, 'отчёт'],
  [/^соглашение/iu, 'соглашение'],
  [/^(?:информационное )?письмо/iu, 'письмо'],
]

function findKind(lines: string[], texts: string[]): Kind {
  for (const [index, line] of lines.entries()) {
    // A title may run over two lines: «Комплекс мер» above «(дорожная карта)».
    const text = unifyScript(`${line} ${lines[index + 1] ?? ''}`)
    const found = KINDS.find(([pattern]) => pattern.test(text))
    if (found) return { name: found[1], line: index }
  }
  const letter = texts.slice(0, 25).some((text) => /^Уважаем/.test(text))
  return { name: letter ? 'письмо' : 'документ', line: -1 }
}

const SUBJECT = /^(?:[«"]?О(?:б|бо)?\s|[«"])/u

const NUMBER =
  /(?:^|\s)(?:№|N)\s*((?:[А-ЯA-Z]{1,3}\s?-\s?)?\d{1,5}(?:\s?[-–/.]\s?[0-9А-ЯЁA-Zа-яё]{1,6})*)(?![\p{L}])/u

/** The document's own number: beside its date, its kind, or alone on a line; institutions have numbers too. */
function findNumber(lines: string[]): string | null {
  for (const line of lines) {
    const match = NUMBER.exec(line)
    if (!match?.[1]) continue
    const before = line.slice(0, match.index).trim()
    const own =
      before === '' ||
      /\d{4}(?:\s?г(?:\.|ода)?)?$/u.test(before) ||
      /^(?:приказ|распоряжение|постановление|решение|протокол|письмо|выписка из протокола)\p{L}*(?:\s\p{L}+){0,2}$/iu.test(
        before,
      ) ||
      /(?:приказом|распоряжением|постановлением|решением)[^№]{0,80}$/iu.test(before)
    if (own) return match[1].replace(/\s+/g, '').replace('–', '-')
  }
  return null
}

/** The date of a line that is there for it; dates inside of a subject are others'. */
function findDate(lines: string[]): string | null {
  const dated = lines.filter((line) => line.length < 200 && readDate(line) !== null)
  const own =
    dated.find((line) =>
      /^(?:от\s|дата|[«"]?\d|утвержд|приказ|распоряж|постановл|решени|протокол)/iu.test(line),
    ) ??
    dated.find((line) => /(?:^|\s)от\s[«"]?\s?\d/u.test(line) && !SUBJECT.test(line)) ??
    dated.find((line) => line.length < 40)
  return own ? readDate(own) : null
}

/** «П Р И К А З» → «ПРИКАЗ». */
function unspace(text: string): string {
  return /^(?:\p{Lu}\s){3,}\p{Lu}$/u.test(text) ? text.replaceAll(' ', '') : text
}
