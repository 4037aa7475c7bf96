/** Words to the teacher about a question that tutors answer. */
import { type Html, html, join } from '../html.ts'

export const ticketTexts = {
  notFound: (id: number, until: string): Html =>
    html`В документах ответа нет. Вопрос передан тьюторам: № ${id}. Ответят ${until}.`,
  accepted: (id: number, until: string): Html =>
    html`Вопрос передан тьюторам: № ${id}. Ответят ${until}.`,
  joined: (id: number, into: number, until: string): Html =>
    html`Такой же вопрос уже у тьюторов. Ваш вопрос: № ${id}, ответ на него придёт вместе с ответом на вопрос № ${into}. Ответят ${until}.

Если вы спрашиваете о другом, нажмите «Уточнить».`,
  foundSame: (id: number, into: number, until: string): Html =>
    html`Ваш вопрос № ${id} тот же, что вопрос № ${into}. Он уже у тьюторов, и ответ придёт и вам. Ответят ${until}.

Если вы спрашиваете о другом, нажмите «Уточнить».`,
  alreadyAsked: (id: number, until: string): Html =>
    html`Этот вопрос уже у тьюторов: № ${id}. Ответят ${until}.`,
  alreadyAnswered: (id: number): Html =>
    html`На этот вопрос тьютор уже ответил: № ${id}. Чтобы продолжить, нажмите «Уточнить» под его ответом.`,
  taken: (id: number, tutor: string, until: string): Html =>
    html`Ваш вопрос № ${id} взял тьютор: ${tutor}. Ответ придёт сюда ${until}.`,
  answer: (id: number, words: Html, signature: string): Html =>
    join([html`<b>Ответ тьютора на вопрос № ${id}</b>`, words, html`<i>${signature}</i>`], '\n\n'),
  askWhat: html`Напишите вопрос тьютору следующим сообщением. Можно приложить фото, документ или голосовое сообщение. Передумали? Нажмите /cancel.`,
  askWhatField: 'Вопрос тьютору',
  clarifyWhat: (id: number): Html =>
    html`Что уточнить по вопросу № ${id}? Напишите следующим сообщением, тьютор увидит его вместе с вопросом. Передумали? Нажмите /cancel.`,
  clarifyField: 'Уточнение',
  cannotTake: html`Такое сообщение тьютору не передать. Пришлите, пожалуйста, текст, фото, документ, голосовое сообщение или видео.`,
  clarified: (id: number, until: string): Html =>
    html`Уточнение передано тьютору: № ${id}. Ответят ${until}.`,
  tooLateToClarify: html`Этот вопрос закрыт больше 14 дней назад. Задайте, пожалуйста, новый.`,
  resolved: (id: number): string => `Вопрос № ${id} закрыт. Рады, что помогло!`,
  alreadyResolved: 'Этот вопрос уже закрыт.',
  notYours: 'Эта кнопка больше не действует.',
  needsAnswerFirst: 'Тьютор ещё не ответил. Ответ придёт сюда.',
}
