/** What is promised to a teacher, how long a tutor may hold a question, and when the desk is reminded of it. */
import { addWorkingHours } from '../jobs/working-hours.ts'
import type { Centre } from './context.ts'

/** The time by which a tutor answers. */
export function promiseOf({ calendar, slaHours }: Centre, now: Date): Date {
  return addWorkingHours(calendar, now, slaHours)
}

/** A claim is a lease of half of that. */
export function leaseOf({ calendar, slaHours }: Centre, now: Date): Date {
  return addWorkingHours(calendar, now, slaHours / 2)
}

/** Nobody has taken it after a quarter of that. */
export function reminderOf({ calendar, slaHours }: Centre, now: Date): Date {
  return addWorkingHours(calendar, now, slaHours / 4)
}
