/** Words about what a tutor does with a question besides answering it. */
import { type Html, html, shorten } from '../html.ts'
import { numbers } from './desk-times.ts'
import { plural } from './plural.ts'

/** What fits on a button. */
const LABEL = 60

export const moveTexts = {
  prolonged: (id: number, until: string): string => `Вопрос № ${id} ваш ${until}.`,
  notProlonged: (id: number): string =>
    `Вопрос № ${id} уже ваш до конца срока ответа: дальше продлить нельзя. Не успеваете? Верните его в очередь или передайте.`,

  passWhom: (id: number): Html => html`Кому передать вопрос № ${id}?`,
  passLabel: (name: string, onDuty: boolean, claimed: number): string => {
    const duty = onDuty ? ' · на дежурстве' : ''
    const load = claimed > 0 ? ` · ${plural(claimed, 'вопрос', 'вопроса', 'вопросов')}` : ''
    return `${shorten(name, LABEL - duty.length - load.length)}${duty}${load}`
  },
  nobodyElse: 'Передать некому: других тьюторов нет. Вопрос можно вернуть в очередь.',
  cannotTake: 'Этот тьютор больше не отвечает на вопросы. Выберите другого.',
  passed: (id: number, tutor: string): string => `Вопрос № ${id} передан: ${tutor}.`,
  passedTo: (id: number, tutor: string): Html => html`Вопрос № ${id} передан: ${tutor}.`,
  handed: (id: number, from: string, question: string, until: string): Html =>
    html`<b>${from} передаёт вам вопрос № ${id}.</b> Он ваш ${until}.

${shorten(question, 1200)}

Не можете ответить? Нажмите «Вернуть в очередь».`,

  released: (ids: readonly number[]): Html =>
    ids.length === 1
      ? html`Вопрос ${numbers(ids)} снова в очереди, отвечать на него вам больше не нужно.`
      : html`Вопросы ${numbers(ids)} снова в очереди, отвечать на них вам больше не нужно.`,

  why: (id: number, mention: Html): Html =>
    html`${mention}, почему вопрос № ${id} отклоняется? Причину увидит педагог. Нажмите на это сообщение, выберите «Ответить» и напишите её. Передумали? Нажмите /cancel.`,
  whyField: (id: number): string => `Причина для № ${id}`,
  whyInWords: html`Напишите, пожалуйста, причину словами, не длиннее 1000 знаков.`,
  rejectionPreview: (id: number, reason: string, signature: string): Html =>
    html`<b>Вопрос № ${id} будет закрыт, педагог увидит:</b>

${rejection(id, reason, signature)}`,
  staleRejection: 'Эта причина уже отправлена, изменена или отменена.',
  rejected: (id: number): string => `Вопрос № ${id} отклонён, педагог узнает почему.`,
  kept: (id: number): string => `Вопрос № ${id} остаётся у вас.`,
  rejection,
}

/** What the teacher reads. */
function rejection(id: number, reason: string, signature: string): Html {
  return html`Вопрос № ${id} закрыт тьютором. Причина:

${reason}

<i>${signature}</i>`
}
