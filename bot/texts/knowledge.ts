/** Words about what the desk has learned: drafts, approval, the list, what has expired. */
import type { Removed, Version } from '../../db/knowledge.ts'
import type { KnowledgeFilter } from '../../db/knowledge-list.ts'
import { type Html, html, join, quotation, shorten } from '../html.ts'
import { formatDay } from './moments.ts'
import { plural } from './plural.ts'

const FILTERS: Record<KnowledgeFilter, string> = {
  waiting: 'Ждут одобрения',
  'in-force': 'Действуют',
  expired: 'Истекли',
}

const EMPTY: Record<KnowledgeFilter, Html> = {
  waiting: html`Одобрения ничего не ждёт.`,
  'in-force': html`Действующих записей пока нет. Новая получается из ответа тьютора: кнопка «В базу знаний» под отправленным ответом.`,
  expired: html`Записей с истёкшим сроком нет.`,
}

const STATES: Record<Version['entry_status'], string> = {
  proposed: 'новая',
  in_force: 'действует',
  expired: 'срок истёк',
  removed: 'убрана',
}

export const knowledgeTexts = {
  deskOnly: 'База знаний открыта тьюторам и методистам.',
  notYourAnswer: 'Предложить ответ в базу знаний может тьютор, который его дал, или методист.',
  notAnswered: 'На этот вопрос ещё нет ответа.',
  openedPrivately: 'Запись у вас в личном чате со мной.',
  stale: 'Запись с тех пор изменилась. Вот она сейчас.',
  gone: 'Этой записи больше нет, или по ней уже решили: /knowledge.',
  notYours: 'Это черновик другого человека.',

  draft: (version: Version, similar: readonly Version[], hasFiles: boolean): Html =>
    join(
      [
        version.entry_status === 'proposed'
          ? html`<b>В базу знаний: проверьте запись</b>`
          : html`<b>База знаний, запись № ${version.knowledge_id}: новая редакция</b>`,
        words(version),
        removed(version.removed),
        hasFiles
          ? html`Файлы ответа в базу не попадут: если без них непонятно, допишите словами.`
          : null,
        similarTo(similar),
      ],
      '\n\n',
    ),
  emptyAnswer: 'В ответе нет слов. Нажмите «Изменить» и напишите ответ.',
  changeWhat: html`Что изменить?`,
  fields: { question: 'Вопрос', answer: 'Ответ' },
  changeTo: (field: 'question' | 'answer'): Html =>
    field === 'question'
      ? html`Напишите вопрос так, чтобы он был понятен без остального разговора. Передумали? Нажмите /cancel.`
      : html`Напишите ответ, как он должен стоять в базе. Передумали? Нажмите /cancel.`,
  changeField: (field: 'question' | 'answer'): string =>
    field === 'question' ? 'Вопрос для базы' : 'Ответ для базы',
  wordsOnly: html`В базу знаний попадают только слова. Напишите, пожалуйста, текстом.`,
  tooLong: (limit: number): Html =>
    html`Это слишком длинно. Сократите, пожалуйста, до ${plural(limit, 'знака', 'знаков', 'знаков')}.`,
  dropped: 'Черновик удалён.',
  taken: 'Запись с этим ответом уже ждёт одобрения или действует: /knowledge.',
  proposed: (id: number): string => `Запись № ${id} ждёт одобрения.`,
  proposedTo: (id: number, alone: boolean): Html =>
    alone
      ? html`Запись № ${id} сохранена. Кроме вас, одобрить её некому: посмотрите ещё раз и решите сами, /knowledge.`
      : html`Запись № ${id} сохранена. Её посмотрит второй человек, и я сообщу вам, что он решил.`,

  entry: (version: Version, similar: readonly Version[], zone: string): Html =>
    join(
      [
        html`<b>База знаний, запись № ${version.knowledge_id}</b> · ${stateOf(version)}`,
        words(version),
        html`${originOf(version, zone)}`,
        similarTo(similar),
      ],
      '\n\n',
    ),
  ownWaits: 'Свою запись одобряет второй человек.',
  approved: (id: number): string => `Запись № ${id} одобрена.`,
  approvedTo: (version: Version, until: string): Html =>
    html`<b>Ваша запись № ${version.knowledge_id} одобрена</b> и действует до ${until}. В базе она теперь такая:\n\n${words(version)}`,
  inForce: (id: number, until: string): Html =>
    html`Запись № ${id} действует до ${until}: отвечаю по ней сразу.`,
  rejectWhy: (id: number): Html =>
    html`Почему запись № ${id} не нужна или неверна? Напишите, автор это прочтёт. Передумали? Нажмите /cancel.`,
  rejectField: 'Причина',
  rejected: (id: number): Html => html`Запись № ${id} отклонена, автору сказано почему.`,
  rejectedTo: (version: Version): Html =>
    html`<b>Ваша запись № ${version.knowledge_id} в базу знаний отклонена.</b>\nПричина: ${version.reason ?? ''}\n\n${words(version)}`,
  prolonged: (id: number, until: string): string => `Запись № ${id} действует до ${until}.`,
  removeSure: (id: number): Html =>
    html`Убрать запись № ${id}? Отвечать по ней я больше не буду. Тем, кто уже получил этот ответ, он остаётся.`,
  kept: html`Хорошо, запись остаётся.`,
  removedNow: (id: number): string => `Запись № ${id} убрана.`,
  methodistsOnly: 'Это решают методисты.',

  list: (
    filter: KnowledgeFilter,
    page: readonly Version[],
    counts: Record<KnowledgeFilter, number>,
    zone: string,
  ): Html =>
    join(
      [
        html`<b>База знаний.</b> ${FILTERS[filter]}: ${counts[filter]}`,
        ...(page.length === 0 ? [EMPTY[filter]] : page.map((version) => line(version, zone))),
      ],
      '\n\n',
    ),
  filter: (filter: KnowledgeFilter, count: number): string => `${FILTERS[filter]}: ${count}`,
  open: (id: number): string => `№ ${id}`,

  expired: (ids: readonly number[]): Html =>
    html`${plural(ids.length, 'запись', 'записи', 'записей')} базы знаний ${ids.length === 1 ? 'отслужила' : 'отслужили'} свой срок, и отвечать по ${ids.length === 1 ? 'ней' : 'ним'} я перестал. Посмотрите, верны ли ответы: каждый можно продлить, изменить или убрать.`,
  seeExpired: 'Посмотреть',
}

function words({ question, answer }: Version): Html {
  return html`<b>Вопрос:</b> ${question}\n\n<b>Ответ:</b> ${answer === '' ? html`<i>нет слов</i>` : answer}`
}

function removed(list: readonly Removed[]): Html {
  if (list.length === 0)
    return html`Личного я не нашёл. Проверьте сами: ни по имени, ни по подробностям не должно быть видно, кто спрашивал.`
  const found = list.map(({ kind, text }) => html`• ${kind}: ${shorten(text, 100)}`)
  return html`<b>Убрано личное:</b>\n${found}\nГде без этого непонятно, замените пометку в скобках словами: «Изменить».`
}

function similarTo(similar: readonly Version[]): Html | null {
  if (similar.length === 0) return null
  return join([
    html`<b>Похожее уже есть:</b>`,
    ...similar.map(
      (version) =>
        html`№ ${version.knowledge_id}, ${stateOf(version)}: ${shorten(version.question, 150)}${quotation(shorten(version.answer, 300))}`,
    ),
  ])
}

function stateOf({ status, entry_status }: Version): string {
  if (status !== 'waiting') return STATES[entry_status]
  return entry_status === 'proposed' ? 'ждёт одобрения' : 'новая редакция ждёт одобрения'
}

function originOf(
  { author, proposer, answered_at, expires_at, entry_status }: Version,
  zone: string,
) {
  const answered = `Ответил тьютор${author ? ` ${author}` : ''}, ${formatDay(answered_at, zone)}.`
  const offered = proposer && proposer !== author ? ` Предлагает: ${proposer}.` : ''
  const until =
    expires_at && entry_status === 'in_force' ? ` Действует до ${formatDay(expires_at, zone)}.` : ''
  return `${answered}${offered}${until}`
}

function line(version: Version, zone: string): Html {
  const { knowledge_id, answered_at, question, answer } = version
  return html`<b>№ ${knowledge_id}</b> · ${formatDay(answered_at, zone)}\n${shorten(question, 160)}\n<i>${shorten(answer, 120)}</i>`
}
