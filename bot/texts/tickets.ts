/** Words to the teacher about a question that tutors answer. */
import { type Html, html } from '../html.ts'

export const ticketTexts = {
  notFound: (id: number, until: string): Html =>
    html`В документах ответа нет. Вопрос передан тьюторам: № ${id}. Ответят ${until}.`,
  accepted: (id: number, until: string): Html =>
    html`Вопрос передан тьюторам: № ${id}. Ответят ${until}.`,
  alreadyAsked: (id: number, until: string): Html =>
    html`Этот вопрос уже у тьюторов: № ${id}. Ответят ${until}.`,
  alreadyAnswered: (id: number): Html =>
    html`На этот вопрос тьютор уже ответил: № ${id}. Чтобы продолжить, нажмите «Уточнить» под его ответом.`,
  taken: (id: number, tutor: string, until: string): Html =>
    html`Ваш вопрос № ${id} взял тьютор: ${tutor}. Ответ придёт сюда ${until}.`,
  answer: (id: number, text: string, signature: string): Html =>
    html`<b>Ответ тьютора на вопрос № ${id}</b>\n\n${text}\n\n<i>${signature}</i>`,
  askWhat: html`Напишите вопрос тьютору следующим сообщением. Передумали? Нажмите /cancel.`,
  askWhatField: 'Вопрос тьютору',
  clarifyWhat: (id: number): Html =>
    html`Что уточнить по вопросу № ${id}? Напишите следующим сообщением, тьютор увидит его вместе с вопросом. Передумали? Нажмите /cancel.`,
  clarifyField: 'Уточнение',
  clarified: (id: number, until: string): Html =>
    html`Уточнение передано тьютору: № ${id}. Ответят ${until}.`,
  tooLateToClarify: html`Этот вопрос закрыт больше 14 дней назад. Задайте, пожалуйста, новый.`,
  resolved: (id: number): string => `Вопрос № ${id} закрыт. Рады, что помогло!`,
  alreadyResolved: 'Этот вопрос уже закрыт.',
  notYours: 'Эта кнопка больше не действует.',
  needsAnswerFirst: 'Тьютор ещё не ответил. Ответ придёт сюда.',
}
