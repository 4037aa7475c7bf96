/** Words about the centre's glossary, for methodists. */
import type { GlossaryEntry } from '../../db/glossary.ts'
import { type GlossaryFault, LONGEST_MEANING, LONGEST_TERM } from '../../rag/glossary.ts'
import { type Html, html, join, shorten } from '../html.ts'
import { plural } from './plural.ts'

type Sides = Pick<GlossaryEntry, 'term' | 'meaning'>

const EXAMPLE = html`<i>ШМУ = школа молодого учителя
рулит — руководитель, ответственный</i>`

export const glossaryTexts = {
  notAllowed: 'Словарь ведут методисты и администраторы.',
  empty: html`<b>Словарь центра</b> пока пуст.

Добавьте сокращения и слова, которыми говорят у вас, и я пойму их в вопросах. Например:
${EXAMPLE}`,
  list: (entries: readonly Sides[], place: { offset: number; size: number; count: number }): Html =>
    join(
      [
        html`<b>Словарь центра: ${counted(place.count)}</b>${pageOf(place)}`,
        html`${entries.map(line)}`,
      ],
      '\n\n',
    ),
  learned: (
    entries: readonly { short: string; long: string }[],
    place: { offset: number; size: number; count: number },
  ): Html =>
    join(
      [
        html`<b>Сокращения из документов: ${place.count}</b>${pageOf(place)}`,
        place.count === 0
          ? html`В действующих документах я их не нашёл.`
          : html`Их расшифровывают сами документы, добавлять их не нужно.`,
        html`${entries.map(({ short, long }) => line({ term: short, meaning: long }))}`,
      ],
      '\n\n',
    ),
  entry: (entry: GlossaryEntry): Html => html`${line(entry)}

${entry.kind === 'abbreviation' ? 'Сокращение: понимаю в обе стороны.' : 'Слово из вопросов: ищу то, что справа.'}`,

  findWhat: html`Какое слово или сокращение найти? Пришлите его одним сообщением.`,
  findField: 'Слово или сокращение',
  found: (words: string, { own, learned, common, more }: Found): Html =>
    join(
      [
        html`<b>Нашёл по запросу «${shorten(words, 60)}»</b>`,
        section('В словаре центра', own),
        more ? html`Это первые из найденных. Чтобы увидеть остальные, уточните запрос.` : null,
        section('Из документов', learned),
        section('Из общего словаря, он есть у меня всегда', common),
      ],
      '\n\n',
    ),
  notFound: (words: string): Html =>
    html`По запросу «${shorten(words, 60)}» ничего нет: ни в словаре центра, ни в документах, ни в общем словаре.`,

  addWhat: html`Пришлите записи одним сообщением, каждую с новой строки. Слева — как говорят, справа — как пишут в документах:
${EXAMPLE}`,
  addField: 'ШМУ = школа молодого учителя',
  changeWhat: (entry: Sides): Html => html`Сейчас: ${line(entry)}

Пришлите новое значение или запись целиком.`,
  changeField: 'Новое значение',

  preview: (entries: readonly ShownEntry[], faults: readonly Fault[]): Html =>
    join(
      [
        html`<b>Проверьте ${entries.length === 1 ? 'запись' : 'записи'}</b>`,
        html`${entries.map((shown) => html`${line(shown.entry)}${noteOf(shown)}`)}`,
        faultLines(faults),
        html`Сохранить?`,
      ],
      '\n\n',
    ),
  nothingRead: (faults: readonly Fault[]): Html =>
    join(
      [
        faultLines(faults),
        html`Нужно так, каждая запись с новой строки:\n${EXAMPLE}\n\nВыйти: /cancel`,
      ],
      '\n\n',
    ),
  tooMany: (most: number): Html =>
    html`За один раз можно добавить не больше ${plural(most, 'записи', 'записей', 'записей')}. Пришлите их частями.`,
  full: (most: number): Html =>
    html`В словаре не может быть больше ${plural(most, 'записи', 'записей', 'записей')}. Удалите лишние.`,
  oneOnly: html`Исправить можно одну запись за раз. Пришлите одну строку.`,
  taken: (entry: Sides): Html =>
    html`Такая запись уже есть: ${line(entry)}. Исправьте её или выберите другое слово.`,
  saved: ({ added, corrected }: { added: number; corrected: number }): Html => {
    const parts = [
      added > 0 ? `добавлено: ${counted(added)}` : '',
      corrected > 0 ? `исправлено: ${counted(corrected)}` : '',
    ].filter(Boolean)
    return parts.length === 0
      ? html`В словаре всё это уже было, менять нечего.`
      : html`Готово, ${parts.join(', ')}. Уже понимаю это в вопросах. Словарь: /glossary`
  },
  saving: 'Сохраняю…',
  dropped: 'Ничего не сохранено.',
  stale: 'Эти записи уже сохранены или отменены. Словарь: /glossary',
  gone: 'Этой записи в словаре уже нет.',
  entryGone: html`Этой записи в словаре уже нет. Весь словарь: /glossary`,

  removeSure: (entry: Sides): Html => html`Удалить запись?\n\n${line(entry)}`,
  removed: (entry: Sides): string => shorten(`Удалено: ${entry.term}`, 200),

  file: 'glossary.txt',
  fileCaption: (count: number): string =>
    `Словарь центра: ${counted(count)}. Строки файла можно прислать сюда же как новые записи.`,
  nothingToExport: 'Словарь пуст, выгружать нечего.',
}

interface ShownEntry {
  entry: Omit<GlossaryEntry, 'id'>
  /** What the glossary says now. */
  before: Sides | null
  is: 'changed' | 'known'
}

interface Fault {
  line: number
  text: string
  fault: GlossaryFault
}

interface Found {
  own: readonly Sides[]
  learned: readonly Sides[]
  common: readonly Sides[]
  /** There are more in the centre's own. */
  more: boolean
}

const FAULTS: Record<GlossaryFault, string> = {
  'no-sign': 'нет знака «=» или тире между словом и значением',
  'no-term': 'слева нет слова',
  'no-meaning': 'справа нет слов, по которым можно искать',
  'long-term': `слева длиннее ${LONGEST_TERM} знаков`,
  'long-meaning': `справа длиннее ${LONGEST_MEANING} знаков`,
  'common-term': 'слева слово, которое есть почти в каждом вопросе',
  same: 'слева и справа одно и то же',
  repeated: 'такое слово уже есть в этом сообщении',
}

/** Longer lists of faults help nobody. */
const MOST_FAULTS = 10

function faultLines(faults: readonly Fault[]): Html | null {
  if (faults.length === 0) return null
  const shown = faults
    .slice(0, MOST_FAULTS)
    .map(
      ({ line: number, text, fault }) =>
        html`Строка ${number} «${shorten(text, 40)}»: ${FAULTS[fault]}.`,
    )
  const rest = faults.length - shown.length
  return join([html`<b>Не понял:</b>`, ...shown, rest > 0 ? html`И ещё строк: ${rest}.` : null])
}

function noteOf({ entry, before, is }: ShownEntry): Html {
  if (is === 'known') return html` <i>(уже есть)</i>`
  if (before) return html` <i>(вместо «${before.term} = ${before.meaning}»)</i>`
  return entry.kind === 'abbreviation' ? html` <i>(сокращение)</i>` : html``
}

function section(title: string, entries: readonly Sides[]): Html | null {
  return entries.length === 0 ? null : join([html`${title}:`, ...entries.map(line)])
}

function line({ term, meaning }: Sides): Html {
  return html`<b>${term}</b> = ${shorten(meaning, 200)}`
}

function counted(count: number): string {
  return plural(count, 'запись', 'записи', 'записей')
}

/** Nothing where one page holds all. */
function pageOf({ offset, size, count }: { offset: number; size: number; count: number }): Html {
  if (count <= size) return html``
  return html`\nСтраница ${Math.floor(offset / size) + 1} из ${Math.ceil(count / size)}`
}
