/** Words for what the bot cannot take, and for faults of its own. */
import { type Html, html } from '../html.ts'

export const fallbackTexts = {
  deadButton: 'Эта кнопка больше не действует.',
  unknownCommand: html`Такой команды нет. Что я умею: /help. Вопрос можно задать без команды.`,
  textOnly: html`Я понимаю вопросы, написанные текстом. Голосовые сообщения, картинки, стикеры и файлы прочитать не могу: напишите, пожалуйста, словами.`,
  apology: (reference: string): Html =>
    html`Простите, из-за ошибки программы я не смог это выполнить. Попробуйте ещё раз. Если не получится, назовите администратору номер: ${reference}.`,
}
