/** Words for those whose answer a new edition of a document has changed. */
import { DateTime } from 'luxon'
import type { ChangedAnswer } from '../../rag/concerned.ts'
import { type Html, html, join, quotation, shorten } from '../html.ts'
import { plural } from './plural.ts'

/** Longer lists nobody reads. */
const MOST_ANSWERS = 10
const LONGEST_QUOTE = 1500

export const editionNewsTexts = {
  changed: (title: string, answers: readonly ChangedAnswer[], zone: string): Html => {
    const shown = answers.slice(0, MOST_ANSWERS)
    const more = answers.length - shown.length
    return join(
      [
        html`<b>Вышла новая редакция документа</b> «${shorten(title, 300)}». ${
          answers.length === 1
            ? 'Пункт, по которому я вам отвечал, изменился.'
            : 'Пункты, по которым я вам отвечал, изменились.'
        }`,
        ...shown.map((answer) => answerText(answer, zone)),
        more > 0
          ? html`И ещё ${plural(more, 'ваш вопрос', 'ваших вопроса', 'ваших вопросов')}.`
          : null,
        html`Если нужно, задайте вопрос ещё раз: я отвечу по новой редакции.`,
      ],
      '\n\n',
    )
  },
}

function answerText(
  { question, answeredAt, label, before, after }: ChangedAnswer,
  zone: string,
): Html {
  const date = DateTime.fromJSDate(answeredAt, { zone }).toFormat('dd.MM.yyyy')
  const now =
    after === null ? 'Теперь: такого пункта нет.' : `Стало: ${shorten(after, LONGEST_QUOTE)}`
  return join([
    html`Ваш вопрос от ${date}: «${shorten(question, 200)}»`,
    html`<i>${label}</i>`,
    quotation(`Было: ${shorten(before, LONGEST_QUOTE)}\n\n${now}`),
  ])
}
