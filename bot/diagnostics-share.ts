/** The share of those who passed, of all staff and heads, as the indicator defines it: its numerator and its denominator. */
import type { InstitutionProgress } from '../db/diagnostics-list.ts'

export interface InstitutionShare {
  id: number
  name: string
  passed: number
  /** Of them by their own word only: no list confirms it. */
  said: number
  /** Staff and heads together; 0 where the list of institutions has no numbers. */
  all: number
  /** Null where there are no numbers. */
  share: number | null
}

export interface Share {
  institutions: InstitutionShare[]
  /** Of institutions with numbers. */
  passed: number
  said: number
  staff: number
  heads: number
  /** Null where no institution has numbers. */
  share: number | null
  /** Institutions without numbers, and who passed there: not in the share. */
  unknown: { institutions: number; passed: number }
  /** Who passed and belongs to no institution of the list: not in the share. */
  elsewhere: number
  /** Institutions where more passed than work there. */
  tooMany: number
}

/** Nobody is in the numerator who cannot be in the denominator. */
export function shareOf(progress: {
  institutions: readonly InstitutionProgress[]
  elsewhere: { listed: number; said: number }
}): Share {
  const institutions = progress.institutions.map(
    ({ id, name, staff, heads, listed, said }): InstitutionShare => {
      const [passed, all] = [listed + said, staff + heads]
      return { id, name, passed, said, all, share: all === 0 ? null : passed / all }
    },
  )
  const counted = institutions.filter(({ all }) => all > 0)
  const without = institutions.filter(({ all }) => all === 0)
  const passed = sum(counted, (one) => one.passed)
  const [staff, heads] = [
    sum(progress.institutions, (one) => one.staff),
    sum(progress.institutions, (one) => one.heads),
  ]
  return {
    institutions,
    passed,
    said: sum(counted, (one) => one.said),
    staff,
    heads,
    share: staff + heads === 0 ? null : passed / (staff + heads),
    unknown: { institutions: without.length, passed: sum(without, (one) => one.passed) },
    elsewhere: progress.elsewhere.listed + progress.elsewhere.said,
    tooMany: counted.filter(({ passed: some, all }) => some > all).length,
  }
}

function sum<One>(all: readonly One[], number: (one: One) => number): number {
  return all.reduce((total, one) => total + number(one), 0)
}
