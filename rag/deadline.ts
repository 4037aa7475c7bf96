/** Finds the last day of a deadline written in Russian, to tell whether it has passed. */
import { findStretches, readDeadline } from './measures/deadline.ts'
import { spelled } from './measures/spelled.ts'

/**
 * The last day that a text names, as an ISO date; null where it names none or says that the measure recurs or goes
 * on. A month without a day means its end, a school year the end of August.
 */
export function lastDay(text: string): string | null {
  const { shape, dueOn } = readDeadline(text, null)
  return shape === 'date' || shape === 'span' ? dueOn : null
}

/** The last deadline of running text: dates after «до», «не позднее», «в срок»; not those of documents it names. */
export function deadlineIn(text: string): string | null {
  const until = findStretches(spelled(text), null).filter(({ sense }) => sense === 'until')
  return (
    until
      .map(({ last }) => last)
      .sort()
      .at(-1) ?? null
  )
}
