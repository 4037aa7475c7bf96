/** Times as people say them in Russian, on the centre's wall clock. */
import { DateTime } from 'luxon'

const WEEKDAYS = [
  'понедельника',
  'вторника',
  'среды',
  'четверга',
  'пятницы',
  'субботы',
  'воскресенья',
]

/** «сегодня до 18:00», «до среды, 25 ноября, 12:00», in another year «до среды, 13 января 2027 года, 12:00». */
export function formatUntil(until: Date, now: Date, zone: string): string {
  const time = DateTime.fromJSDate(until, { zone }).setLocale('ru')
  const today = DateTime.fromJSDate(now, { zone })
  if (time.hasSame(today, 'day')) return `сегодня до ${time.toFormat('HH:mm')}`
  const year = time.hasSame(today, 'year') ? '' : " yyyy 'года'"
  return `до ${WEEKDAYS[time.weekday - 1]}, ${time.toFormat(`d MMMM${year}`)}, ${time.toFormat('HH:mm')}`
}

/** The same of what was promised; of a time that has passed «как можно скорее»: it is not promised once more. */
export function formatPromise(until: Date, now: Date, zone: string): string {
  return until > now ? formatUntil(until, now, zone) : 'как можно скорее'
}
