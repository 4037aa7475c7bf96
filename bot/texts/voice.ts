/** Words around a voice message that is made into a question. */
import { html } from '../html.ts'

export const voiceTexts = {
  recognised: (text: string) => html`Распознано: «${text}»`,
  tooLong: (minutes: number) =>
    html`Это длинное сообщение, а распознаю я не больше ${minutes} минут. Задайте, пожалуйста, вопрос короче или напишите его.`,
  silent: html`Слов в сообщении не слышно. Скажите, пожалуйста, ещё раз или напишите вопрос.`,
  failed: html`Сейчас распознать голос не получается. Напишите, пожалуйста, вопрос словами, и я сразу отвечу.`,
}
