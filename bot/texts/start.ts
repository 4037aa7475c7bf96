/** Words of the first meeting and of consent. */

import type { Role } from '../../db/people.ts'
import { type Html, html } from '../html.ts'

const ROLE_NAMES: Record<Role, string> = {
  tutor: 'тьютор',
  methodist: 'методист',
  administrator: 'администратор',
}

export function roleName(role: Role): string {
  return ROLE_NAMES[role]
}

export const startTexts = {
  greeting: (centre: string): Html => html`Здравствуйте! Это «Вопрос специалисту», ${centre}.

Задайте вопрос о работе педагога, и я сразу отвечу по документам муниципалитета, с указанием пункта. Если ответа в них нет, я передам вопрос тьюторам, и их ответ придёт сюда.

Чтобы начать, нужно ваше согласие на обработку персональных данных.`,
  consentNeeded: html`Сначала нужно ваше согласие на обработку персональных данных: без него я ничего не сохраняю и не отвечаю на вопросы. После согласия пришлите вопрос ещё раз.`,
  agreed: html`Спасибо, согласие записано. Задайте вопрос одним сообщением, например: «Кто оказывает методическую поддержку молодым педагогам?»

Что сохраняется о вас: /privacy. Что я умею: /help.`,
  welcomeBack: html`Здравствуйте! Задайте вопрос одним сообщением. Что я умею: /help.`,
  alreadyAgreed: 'Согласие уже дано.',
  textChanged: 'Текст согласия изменился.',
  newText: html`Пока вы решали, текст согласия изменился. Вот новый.`,
  roleGranted: (role: Role): Html =>
    html`Вам дана роль: <b>${roleName(role)}</b>. Что теперь можно: /help.`,
  inviteUseless: html`Это приглашение не действует: оно уже использовано или истёк его срок. Попросите новое у администратора.`,
  consentInPrivate: 'Сначала откройте чат со мной, отправьте /start и дайте согласие.',
}
