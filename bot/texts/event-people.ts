/** What people are told of events: their own marks, what became of an event, how it was. */
import type { Mark } from '../../db/event-marks.ts'
import type { EventPerson } from '../../db/event-people.ts'
import type { EventRow } from '../../db/events.ts'
import type { Centre } from '../context.ts'
import { type Html, html, join } from '../html.ts'
import { eventBody, siteLine, whenText } from './event-body.ts'

type Place = Pick<Centre, 'calendar' | 'municipality'>

export const MARKS: Record<Mark, string> = {
  going: 'Вы идёте',
  waiting: 'Вы в листе ожидания',
  declined: 'Вы не придёте',
}

export const eventPeopleTexts = {
  /** The person's own copy: the event and their own mark. */
  copy: (event: EventRow, own: EventPerson | null, centre: Place): Html =>
    join(
      [cancelledLine(event), eventBody(event, centre), own && markLine(own, event.status)],
      '\n\n',
    ),

  going: 'Вы идёте. Место за вами.',
  waiting: (queue: number) => `Места заняты. Вы в листе ожидания: ${inQueue(queue)}.`,
  declined: 'Хорошо, вы не придёте.',
  begun: 'Мероприятие уже началось, отметки больше не меняются.',
  cancelled: 'Мероприятие отменено.',
  unknown: 'Такого мероприятия для вас нет.',

  calendarFile: 'Мероприятие.ics',
  calendar: (title: string): Html =>
    html`«${title}». Откройте файл, чтобы добавить мероприятие в календарь.`,

  place: (event: EventRow, centre: Place): Html =>
    html`<b>Место освободилось: теперь вы идёте</b>

${factsOf(event, centre)}

Если не получится прийти, нажмите «Не смогу»: место достанется следующему.`,
  moved: (event: EventRow, own: EventPerson, centre: Place): Html =>
    join(
      [html`<b>Мероприятие перенесено</b>`, factsOf(event, centre), askedAgain(own, event)],
      '\n\n',
    ),
  changed: (event: EventRow, own: EventPerson, centre: Place): Html =>
    join(
      [html`<b>Мероприятие изменилось</b>`, factsOf(event, centre), askedAgain(own, event)],
      '\n\n',
    ),
  cancelledNews: (event: EventRow, centre: Place): Html =>
    join([html`<b>Мероприятие отменено</b>`, factsOf(event, centre), reasonOf(event)], '\n\n'),

  attended: (title: string): Html => html`Спасибо, вы отмечены на мероприятии «${title}».`,
  attendedBefore: (title: string): Html => html`Вы уже отмечены на мероприятии «${title}».`,
  askOpinion: (title: string): Html =>
    html`Как прошло мероприятие «${title}»? Оцените одним нажатием: 1 — плохо, 5 — отлично.`,
  rated: (title: string, rating: number): Html =>
    html`Мероприятие «${title}». Ваша оценка: ${rating}. Спасибо!`,
  ratedToast: (rating: number) => `Спасибо! Ваша оценка: ${rating}.`,
  notThere: 'Оценить может тот, кто был на мероприятии.',

  materialsOf: (title: string): Html => html`Материалы мероприятия «${title}»`,
  noMaterials: 'Материалов пока нет.',
}

function markLine(own: EventPerson, status: EventRow['status']): Html | null {
  if (own.attended_at) return html`<b>Вы были на мероприятии.</b>`
  if (status === 'cancelled' || !own.mark) return null
  const queue = own.queue === null ? '' : `: ${inQueue(own.queue)}`
  return html`<b>${MARKS[own.mark]}${queue}.</b>`
}

/** «номер 3». */
export function inQueue(queue: number): string {
  return `номер ${queue}`
}

/** Null for an event that is held. */
export function cancelledLine(event: EventRow): Html | null {
  if (event.status !== 'cancelled') return null
  return join([html`<b>Мероприятие отменено.</b>`, reasonOf(event)], ' ')
}

function reasonOf({ cancel_reason }: EventRow): Html | null {
  return cancel_reason ? html`Причина: ${cancel_reason}` : null
}

function factsOf(event: EventRow, centre: Place): Html {
  const { title, place, link, site } = event
  return join([
    html`«${title}»`,
    html`Когда: ${whenText(event, centre) ?? ''}`,
    place ? html`Где: ${place}` : null,
    link ? html`Ссылка: ${link}` : null,
    site ? siteLine(site) : null,
  ])
}

/** Who wants to come is asked whether they still do, who does not, whether they now can. */
function askedAgain(own: EventPerson, { status }: EventRow): Html | null {
  if (own.mark !== 'going' && own.mark !== 'waiting') {
    return own.attended_at ? null : html`Если теперь сможете прийти, отметьтесь: /events.`
  }
  return join(
    [markLine(own, status), html`Вам по-прежнему удобно? Если нет, нажмите «Не смогу».`],
    ' ',
  )
}
