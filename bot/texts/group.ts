/** Words about the tutors' group itself, and to those in it whom the bot cannot serve. */
import { type Html, html } from '../html.ts'

export const groupTexts = {
  gone: html`Бота удалили из группы тьюторов. Пока его там нет, карточки вопросов приходят тьюторам в личные чаты. Чтобы вернуть карточки в группу, добавьте в неё бота снова.`,
  back: html`Бот снова в группе тьюторов: карточки вопросов опять приходят туда.`,
  whetherTutors: (title: string): Html =>
    html`Вы добавили меня в группу «${title}». Если это группа тьюторов, нажмите кнопку: карточки вопросов будут приходить туда. Если нет, ничего делать не нужно.`,
  isTutors: 'Готово: карточки вопросов будут приходить в эту группу.',
  anonymous: (link: string): Html =>
    html`Это сообщение отправлено от имени группы или канала, и я не вижу, кто отвечает, поэтому принять его не могу. Отключите анонимность в правах администратора и выберите себя в поле «отправить от имени» или ответьте <a href="${link}">в чате со мной</a>.`,
  answeredPrivately: (link: string): Html =>
    html`Ответ в <a href="${link}">вашем чате со мной</a>.`,
  cannotWrite: (link: string): Html =>
    html`Отвечаю в личном чате, но написать вам не могу: откройте <a href="${link}">чат со мной</a>, нажмите «Начать» и повторите команду.`,
  consentNeeded: (link: string): Html =>
    html`Чтобы отвечать на вопросы, сначала откройте <a href="${link}">чат со мной</a>, нажмите «Начать» и дайте согласие.`,
}

/** Opens the person's own chat with the bot. */
export function botLink(username: string): string {
  return `https://t.me/${username}?start=desk`
}
