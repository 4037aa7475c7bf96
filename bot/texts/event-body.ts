/** An event as people read it: in the announcement, in their own copies, and in the preview before it is published. */
import type { EventRow } from '../../db/events.ts'
import type { Centre } from '../context.ts'
import { type Html, html, join } from '../html.ts'
import { lengthText } from './lengths.ts'
import { formatWhen } from './moments.ts'

/** Marks, counts and what has happened to it are not part of it. Of a draft it says what is still missing. */
export function eventBody(
  event: EventRow,
  centre: Pick<Centre, 'calendar' | 'municipality'>,
): Html {
  const { title, minutes, place, link, site, capacity, description } = event
  return join(
    [
      html`<b>${title || 'Без названия'}</b>`,
      join([
        html`Когда: ${whenText(event, centre) ?? 'не указано'}, ${lengthText(minutes)}`,
        place ? html`Где: ${place}` : null,
        link ? html`Ссылка: ${link}` : null,
        site ? siteLine(site) : null,
        capacity === null ? null : html`Мест: ${capacity}`,
      ]),
      description ? html`${description}` : null,
    ],
    '\n\n',
  )
}

/** «Площадка: Логопеды»; a name that begins with the word needs no label. */
export function siteLine(name: string): Html {
  return html`${/^площадк/iu.test(name) ? '' : 'Площадка: '}${name}`
}

/** «среда, 25 ноября 2026, 15:00»; with its zone where that is not the centre's. Null while there is no time. */
export function whenText(
  { starts_at, zone }: Pick<EventRow, 'starts_at' | 'zone'>,
  { calendar }: Pick<Centre, 'calendar'>,
): string | null {
  if (!starts_at) return null
  const when = formatWhen(starts_at, zone)
  return zone === calendar.zone ? when : `${when} (${zone})`
}
