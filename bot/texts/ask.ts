/** Words around questions and answers. */
import type { StoredCitation } from '../../db/questions.ts'
import { type Html, html, quotation, shorten } from '../html.ts'
import { plural } from './plural.ts'

export const askTexts = {
  answer: (text: string, labels: readonly string[]): Html =>
    labels.length === 0
      ? html`${text}`
      : html`${text}\n\n<i>${labels.length === 1 ? 'Источник' : 'Источники'}:</i>\n${labels.map(
          (label, index) => (labels.length === 1 ? html`${label}` : html`${index + 1}. ${label}`),
        )}`,
  offTopic: (text: string): Html =>
    html`${text} Если вопрос всё же о работе, нажмите «Спросить тьютора».`,
  clause: ({ document, label, quote }: StoredCitation, isCurrent: boolean): Html =>
    html`<b>${label}</b>${label.includes(document) ? '' : html`\n${document}`}
${quotation(quote)}${isCurrent ? '' : html`\n<i>Эта редакция больше не действует. Задайте вопрос ещё раз, и я отвечу по новой.</i>`}`,
  tooMany: (limit: number, minutes: number): Html =>
    html`Вы задали ${plural(limit, 'вопрос', 'вопроса', 'вопросов')} за ${plural(minutes, 'минуту', 'минуты', 'минут')}. Сделаем небольшой перерыв: следующий пришлите, пожалуйста, чуть позже.`,
  tooLong: (length: number, limit: number): Html =>
    html`Вопрос слишком длинный: ${plural(length, 'знак', 'знака', 'знаков')}. Сократите его, пожалуйста, до ${plural(limit, 'знака', 'знаков', 'знаков')} или задайте по частям.`,
  thanksForVote: 'Спасибо, рады помочь!',
  sorryForVote: 'Спасибо, учтём. Нажмите «Спросить тьютора», и вам ответит человек.',
  sameVote: 'Эта оценка уже учтена.',
  chosen: (label: string): string => shorten(`Ищу: ${label}`, 200),
  alreadyChosen: 'Выбор уже сделан. Чтобы изменить его, задайте вопрос ещё раз.',
  edited: html`Я отвечаю на новые сообщения, а не на исправленные. Пришлите, пожалуйста, исправленный вопрос ещё раз.`,
}
