/** Words about networking sites. */
import type { ListedEvent } from '../../db/event-list.ts'
import type { Site } from '../../db/sites.ts'
import type { Centre } from '../context.ts'
import { type Html, html, join, shorten } from '../html.ts'
import { whenText } from './event-body.ts'
import { plural } from './plural.ts'

export type SiteField = 'name' | 'head' | 'host' | 'about'

const FIELDS: Record<SiteField, string> = {
  name: 'Название',
  head: 'Руководитель',
  host: 'Где проходит',
  about: 'О площадке',
}

const ASKED: Record<SiteField, Html> = {
  name: html`Как называется площадка? Напишите название одним сообщением.`,
  head: html`Кто руководит площадкой? Например: Иванова Мария Петровна, педагог школы 4.`,
  host: html`В каком учреждении работает площадка? Напишите, как привыкли: «школа 4», «двадцать первый садик».`,
  about: html`О чём площадка и кого приглашает? Двух-трёх предложений достаточно.`,
}

export const siteTexts = {
  methodistsOnly: 'Площадки ведут методисты.',
  fields: FIELDS,
  list: (sites: readonly Site[], { count, page, pages }: Place, mayKeep: boolean): Html => {
    if (count === 0) return mayKeep ? EMPTY_FOR_METHODISTS : EMPTY
    const place = pages > 1 ? html`, страница ${page} из ${pages}` : html``
    return join(
      [
        html`<b>Нетворкинг-площадки: ${count}</b>${place}`,
        ...sites.map(lineOf),
        html`Подпишитесь на площадку, и я буду звать вас на её мероприятия. Чтобы открыть площадку, нажмите её название.`,
      ],
      '\n\n',
    )
  },
  open: ({ name, subscribed }: Site): string => shorten(`${subscribed ? '✓ ' : ''}${name}`, 60),
  card: (
    site: Site,
    { events, more }: { events: readonly ListedEvent[]; more: boolean },
    centre: Pick<Centre, 'calendar'>,
  ): Html =>
    join(
      [
        html`<b>${site.name}</b>`,
        site.about ? html`${site.about}` : null,
        join([
          site.head ? html`${FIELDS.head}: ${site.head}` : null,
          site.host ? html`${FIELDS.host}: ${site.host}` : null,
          html`${subscribersLine(site)}`,
        ]),
        join([
          events.length > 0
            ? html`<b>Ближайшие мероприятия</b>`
            : html`Мероприятий пока не назначено.`,
          ...events.map(
            (event, index) => html`${index + 1}. ${whenText(event, centre) ?? ''}: ${event.title}`,
          ),
          more ? html`И другие: /events` : null,
        ]),
      ],
      '\n\n',
    ),
  gone: 'Этой площадки больше нет.',
  goneLine: html`Этой площадки больше нет. Все площадки: /sites`,
  followed: (name: string): string => shorten(`Вы подписаны: ${name}`, 200),
  unfollowed: (name: string): string => shorten(`Вы отписаны: ${name}`, 200),

  left: (name: string): string =>
    `Вы отписаны от площадки «${shorten(name, 50)}». Напоминать буду только о тех её мероприятиях, на которые вы записаны. Подписаться снова: /sites`,

  addWhat: ASKED.name,
  addField: 'Название площадки',
  added: html`Площадка добавлена. Остальное можно указать кнопкой «Изменить».`,
  taken: (name: string): Html => html`Площадка с таким названием уже есть: ${name}.`,
  ask: (field: SiteField, site: Site): Html => {
    const now = saidOf(site, field)
    return join([ASKED[field], now ? html`Сейчас: ${shorten(now, 300)}` : null], '\n\n')
  },
  tooLong: (most: number): Html =>
    html`Слишком длинно. Напишите, пожалуйста, короче: до ${plural(most, 'знака', 'знаков', 'знаков')}.`,
  whichHost: (words: string): Html =>
    html`Какое из них? Если нужного нет, нажмите «Нет в списке», и я запишу как есть: «${shorten(words, 120)}».`,
  hostNotFound: (words: string): Html =>
    html`Похожего учреждения в списке нет. Напишите иначе или нажмите «Нет в списке», и я запишу как есть: «${shorten(words, 120)}».`,
  changed: (field: SiteField): Html => html`Исправлено: ${FIELDS[field].toLowerCase()}.`,
  sameAlready: html`Так и было, менять нечего.`,
  passed: 'Этот вопрос уже позади. Все площадки: /sites',

  archiveSure: (site: Site, events: number): Html =>
    join([html`Убрать площадку «${site.name}» в архив?`, html`${archiveEffects(events)}`], '\n\n'),
  archived: (name: string): string => shorten(`В архиве: ${name}`, 200),
}

interface Place {
  count: number
  page: number
  pages: number
}

const EMPTY = html`Нетворкинг-площадок пока нет. Как только они появятся, здесь можно будет на них подписаться.`

const EMPTY_FOR_METHODISTS = html`Нетворкинг-площадок пока нет. Чтобы завести первую, нажмите «Добавить».`

function lineOf(site: Site): Html {
  const facts = [...(site.host ? [shorten(site.host, 100)] : []), subscribersLine(site)]
  return html`${shorten(site.name, 150)}\n<i>${facts.join(' · ')}</i>`
}

function subscribersLine({ subscribers, subscribed }: Site): string {
  const count = `Подписчиков: ${subscribers}`
  return subscribed ? `${count}, вы подписаны` : count
}

function saidOf(site: Site, field: SiteField): string {
  return field === 'host' ? (site.host ?? '') : site[field]
}

function archiveEffects(events: number): string {
  const hidden = 'Из списка площадок она исчезнет, подписаться на неё будет нельзя.'
  if (events === 0) return hidden
  const those = plural(
    events,
    'назначенное мероприятие',
    'назначенных мероприятия',
    'назначенных мероприятий',
  )
  return `${hidden} У площадки ${those}. Что не состоится, отмените отдельно: /events.`
}
