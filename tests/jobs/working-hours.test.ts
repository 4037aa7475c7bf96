import { expect, it } from 'vitest'
import { addWorkingHours, parseCalendar } from '../../jobs/working-hours.ts'

function calendar({
  workingHours = 'Mon-Fri 09:00-18:00',
  holidays = '',
  zone = 'Europe/Moscow',
} = {}) {
  return parseCalendar({ workingHours, holidays, zone })
}

const after = (hours: number, from: string, given = calendar()) =>
  addWorkingHours(given, new Date(from), hours).toISOString()

it('counts only working hours', () => {
  // Monday 12:00 in Moscow, nine hours a day.
  expect(after(24, '2026-11-23T12:00+03:00')).toBe('2026-11-25T15:00:00.000Z')
  expect(after(25, '2026-11-23T12:00+03:00')).toBe('2026-11-26T07:00:00.000Z')
  expect(after(2, '2026-11-23T12:00+03:00')).toBe('2026-11-23T11:00:00.000Z')
})

it('begins with the next working hour when nobody works', () => {
  const friday = '2026-11-20T20:00+03:00'
  expect(after(1, friday)).toBe('2026-11-23T07:00:00.000Z')
  expect(after(0, friday)).toBe('2026-11-23T06:00:00.000Z')
})

it('ends with the day when its last hour is enough', () => {
  expect(after(6, '2026-11-23T12:00+03:00')).toBe('2026-11-23T15:00:00.000Z')
})

it('leaves holidays out, spans and single days', () => {
  const given = calendar({ holidays: '2027-01-01..2027-01-08,2027-01-11' })
  expect(after(1, '2026-12-31T18:00+03:00', given)).toBe('2027-01-12T07:00:00.000Z')
})

it('takes a lunch break, a short Friday and a Saturday', () => {
  const workingHours = 'Mon-Thu 09:00-13:00, Mon-Thu 14:00-18:00, Fri 09:00-13:00, Sat 10:00-12:00'
  const given = calendar({ workingHours })
  expect(after(4, '2026-11-26T12:00+03:00', given)).toBe('2026-11-26T14:00:00.000Z')
  expect(after(5, '2026-11-27T09:00+03:00', given)).toBe('2026-11-28T08:00:00.000Z')
})

it('does not count an hour twice when parts overlap', () => {
  const given = calendar({ workingHours: 'Mon 09:00-12:00,Mon 11:00-14:00' })
  expect(after(5, '2026-11-23T00:00+03:00', given)).toBe('2026-11-23T11:00:00.000Z')
})

it('keeps to the wall clock when daylight saving begins and ends', () => {
  const given = calendar({ workingHours: 'Mon-Sun 00:00-24:00', zone: 'Europe/Berlin' })
  // The day of 29 March 2026 has 23 hours there, that of 25 October 25.
  expect(after(23, '2026-03-29T00:00+01:00', given)).toBe('2026-03-29T22:00:00.000Z')
  expect(after(25, '2026-10-25T00:00+02:00', given)).toBe('2026-10-25T23:00:00.000Z')
  const office = calendar({ zone: 'Europe/Berlin' })
  expect(after(1, '2026-03-27T18:00+01:00', office)).toBe('2026-03-30T08:00:00.000Z')
})

it('does the same in a zone far away', () => {
  const given = calendar({ zone: 'Asia/Kamchatka' })
  expect(after(1, '2026-11-23T17:30+12:00', given)).toBe('2026-11-23T21:30:00.000Z')
})

it.each(['', 'Mon-Fri', 'Mon-Fri 18:00-09:00', 'Lun 09:00-18:00', 'Mon 09:00-25:00'])(
  'refuses «%s» and names the variable',
  (workingHours) => {
    expect(() => calendar({ workingHours })).toThrow(/^WORKING_HOURS: /)
  },
)

it.each(['2027-02-30', '2027-01-08..2027-01-01', 'завтра'])(
  'refuses the holidays «%s»',
  (holidays) => {
    expect(() => calendar({ holidays })).toThrow(/^HOLIDAYS: /)
  },
)

it('says so when holidays leave nothing', () => {
  const given = calendar({ holidays: '2020-01-01..2099-01-01' })
  expect(() => after(1, '2026-11-23T12:00+03:00', given)).toThrow(
    /^HOLIDAYS: не осталось ни одного рабочего часа/,
  )
})
