/** Words to tutors: the card of a question, taking it, answering it. */
import { type Html, html, join, quotation, shorten } from '../html.ts'

/** Lengths are such that the longest card fits one message: it is edited, so it cannot be split. */
export const deskTexts = {
  title: (id: number, state: string): Html => html`<b>№ ${id}</b> · ${state}`,
  open: (since: string): string => `ждёт тьютора с ${since}`,
  claimed: (tutor: string, until: string): string => `у тьютора: ${tutor}, ${until}`,
  answered: (tutor: string): string => `ответ отправлен: ${tutor}`,
  closed: 'закрыт',
  rejected: (tutor: string): string => `отклонён: ${tutor}`,
  joinedTo: (id: number): string => `закрыт, тот же вопрос: № ${id}`,
  joined: (count: number): Html | null =>
    count === 0 ? null : html`Того же ответа ждут и другие педагоги: ${count}.`,
  question: (text: string): Html => html`<b>Вопрос:</b> ${shorten(text, 1200)}`,
  asker: (institution: string | null, subject: string | null): Html | null =>
    institution || subject
      ? html`${shorten([institution, subject].filter(Boolean).join(', '), 200)}`
      : null,
  deadline: (until: string): Html => html`Ответить ${until}.`,
  overdue: (until: string): Html => html`<b>Срок прошёл:</b> обещали ответить ${until}.`,
  found: (passages: readonly { label: string; quote: string }[]): Html | null =>
    passages.length === 0
      ? null
      : join([
          html`<b>Похожее в документах:</b>`,
          ...passages.map(
            ({ label, quote }) => html`${shorten(label, 120)}\n${quotation(shorten(quote, 350))}`,
          ),
        ]),
  clarification: (text: string): Html =>
    html`<b>Уточнение:</b> ${shorten(text || '(во вложении)', 600)}`,

  noName: 'тьютор',
  tutorsOnly: 'Это могут делать только тьюторы. Приглашение в тьюторы даёт администратор.',
  yours: (id: number): string => `Вопрос № ${id} ваш.`,
  alreadyYours: (id: number): string => `Вопрос № ${id} уже у вас.`,
  takenBy: (id: number, tutor: string): string => `Вопрос № ${id} уже взял тьютор: ${tutor}.`,
  over: (id: number): string => `Вопрос № ${id} уже закрыт.`,
  unknown: 'Эта кнопка больше не действует.',
  returned: (id: number): string => `Вопрос № ${id} снова в очереди.`,
  notYours: (id: number): string => `Вопрос № ${id} сейчас не у вас.`,
  prompt: (id: number, mention: Html): Html =>
    html`${mention}, пришлите ответ на вопрос № ${id}: нажмите на это сообщение, выберите «Ответить» и напишите текст. Передумали? Нажмите /cancel.`,
  promptField: (id: number): string => `Ответ на № ${id}`,
  cannotPass: html`Такое сообщение я педагогу не передам. Пришлите ответ текстом, фото, документом, альбомом, голосовым сообщением или видео.`,
  preview: (id: number, words: Html, signature: string): Html =>
    join(
      [html`<b>Так ответ на вопрос № ${id} увидит педагог:</b>`, words, html`<i>${signature}</i>`],
      '\n\n',
    ),
  again: (id: number): Html =>
    html`На вопрос № ${id} вы уже ответили: педагог получит ещё один ответ.`,
  sent: (id: number): string => `Ответ на вопрос № ${id} отправлен.`,
  staleDraft: 'Этот ответ уже отправлен, изменён или отменён.',
  discarded: (id: number): string => `Ответ не отправлен. Вопрос № ${id} остаётся у вас.`,
  note: (id: number, tutor: string | null, words: Html): Html =>
    html`<b>№ ${id}: педагог уточняет${tutor ? html` (${tutor})` : ''}</b>\n${words}`,
  nobody: (id: number): Html =>
    html`Пришёл вопрос № ${id}, а отвечать на него некому: нет ни группы тьюторов, ни одного тьютора. Пригласите тьютора: /invite.`,
}
