/** The program's clock as the page shows it: it runs with the machine's and jumps when somebody moves it. */

let ahead = 0
let timezone = 'Europe/Moscow'

export function setClock(now, zone = timezone) {
  ahead = new Date(now).getTime() - Date.now()
  timezone = zone
}

export function currentTime() {
  return new Date(Date.now() + ahead)
}

const format = (date, options) =>
  new Intl.DateTimeFormat('ru-RU', { timeZone: timezone, ...options }).format(date)

/** «22 ноября, вс, 14:05» */
export function clockWords() {
  const now = currentTime()
  const day = format(now, { day: 'numeric', month: 'long' })
  return `${format(now, { weekday: 'short' })}, ${day}, ${hoursAndMinutes(now)}`
}

export function hoursAndMinutes(date) {
  return format(date, { hour: '2-digit', minute: '2-digit' })
}

/** What separates one day's messages from the next one's. */
export function dayWords(date) {
  const sameYear = format(date, { year: 'numeric' }) === format(currentTime(), { year: 'numeric' })
  return format(date, { day: 'numeric', month: 'long', ...(sameYear ? {} : { year: 'numeric' }) })
}
