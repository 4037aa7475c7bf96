/** Words for administrators about people and roles. */
import type { Person, Role } from '../../db/people.ts'
import { type Html, html, join } from '../html.ts'
import { roleName } from './start.ts'

/** «Приглашение для тьютора». */
const AS_ROLE: Record<Role, string> = {
  tutor: 'тьютора',
  methodist: 'методиста',
  administrator: 'администратора',
}

export const peopleTexts = {
  administratorsOnly: 'Это может делать только администратор.',
  inviteWhom: html`Кого пригласить?`,
  role: (role: Role): string => {
    const name = roleName(role)
    return name.charAt(0).toUpperCase() + name.slice(1)
  },
  invite: (role: Role, link: string, until: string): Html =>
    html`Приглашение для ${AS_ROLE[role]}. Действует ${until}, воспользоваться можно один раз:
${link}

Перешлите его тому, кого приглашаете.`,
  list: (people: readonly Person[]): Html =>
    people.length === 0
      ? html`Роли ещё никому не даны. Пригласить: /invite.`
      : join([html`<b>Люди и роли</b>`, ...people.map(personLine)]),
  take: (person: Person, role: Role): string => `Снять роль: ${nameOf(person)}, ${roleName(role)}`,
  taken: (role: Role): string => `Роль снята: ${roleName(role)}.`,
  notHeld: 'Этой роли у человека уже нет.',
}

function personLine(person: Person): Html {
  const username = person.username ? ` (@${person.username})` : ''
  return html`${nameOf(person)}${username}: ${person.roles.map(roleName).join(', ')}`
}

function nameOf({ name }: Person): string {
  return name ?? 'без имени'
}
