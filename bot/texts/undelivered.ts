/** Words to a tutor whose answer has not arrived. */
import { type Html, html } from '../html.ts'

export const undeliveredTexts = {
  refused: (id: number, isFileGone: boolean, isTheirs: boolean): Html =>
    html`<b>Ответ на вопрос № ${id} не доставлен:</b> ${
      isFileGone
        ? 'приложенный файл больше не открывается. Пришлите ответ ещё раз с новым файлом или без него.'
        : 'Telegram не принял это сообщение. Пришлите ответ ещё раз, лучше обычным текстом.'
    } ${isTheirs ? 'Вопрос снова у вас.' : 'Вопрос снова в очереди.'}`,
  waits: (id: number): Html =>
    html`<b>Ответ на вопрос № ${id} пока не доставлен:</b> педагог остановил бота. Ответ сохранён и придёт, как только педагог вернётся. Делать ничего не нужно.`,
}
