/** Invites the audience of a diagnostics when it opens, and tells those concerned of its changes: each once, whatever happens meanwhile. */
import type { Db, Pool } from '../db/db.ts'
import {
  type Diagnostics,
  hasDiagnosticsToLookAt,
  planLook,
  takeDiagnosticsToLookAt,
} from '../db/diagnostics.ts'
import {
  hasStaleOnTheWay,
  noteInvitationEdited,
  type StaleInvitation,
  takeStaleInvitations,
} from '../db/diagnostics-copies.ts'
import {
  findPassing,
  noteInvited,
  noteTold,
  peopleToInvite,
  peopleToTell,
} from '../db/diagnostics-people.ts'
import { transaction } from '../db/transaction.ts'
import { adoptListed } from './adopt-listed.ts'
import type { Outbox } from './outbox.ts'
import type { WhenToTell } from './quiet-hours.ts'
import type { Watch } from './watches.ts'

/**
 * What is said of a diagnostics. Each plans one message to the person inside the transaction, and returns the id of its
 * delivery; null where it cannot reach them.
 */
export interface DiagnosticsNews {
  invite(tx: Db, to: Telling): Promise<number | null>
  /** That it lasts longer or shorter, has another link, has ended or is cancelled, as its row says now. */
  tellChange(tx: Db, to: Telling & { linkChanged: boolean }): Promise<number | null>
  /** Has the person's own invitation show the title and link as they are now; returns the id of the edit's delivery. */
  editInvitation(
    tx: Db,
    edit: { diagnostics: Diagnostics; invitation: StaleInvitation; dueAt: Date },
  ): Promise<number>
}

interface Telling {
  diagnostics: Diagnostics
  personId: number
  dueAt: Date
}

/** So many people in one transaction, which holds up everybody else on the embedded engine. */
const PAGE = 25

const DAY_MS = 24 * 60 * 60_000
/** What is being sent has arrived by then. */
const SOON_MS = 60_000

export function createTellDiagnostics(parts: {
  pool: Pool
  outbox: Pick<Outbox, 'flush'>
  news: DiagnosticsNews
  whenToTell: WhenToTell
  clock: () => Date
}): Watch {
  const { pool, outbox, news, whenToTell, clock } = parts

  /** The ids of what was planned; null when there is nothing to look at. */
  async function next(tx: Db): Promise<number[] | null> {
    const now = clock()
    const diagnostics = await takeDiagnosticsToLookAt(tx, { now })
    if (!diagnostics) return null
    const isOpen = isRunning(diagnostics, now)
    const invited = isOpen ? await peopleToInvite(tx, diagnostics, { limit: PAGE }) : []
    const planned = await invite(tx, diagnostics, invited, now)
    const changed = await peopleToTell(tx, diagnostics, { limit: PAGE })
    planned.push(...(await tellChange(tx, diagnostics, changed, now)))
    const edited = isOpen ? await editInvitations(tx, diagnostics, now) : []
    planned.push(...edited)
    if (Math.max(invited.length, changed.length, edited.length) < PAGE) {
      const isWaiting = isOpen && (await hasStaleOnTheWay(tx, diagnostics))
      // Who joins the audience later is invited within a day.
      const at = isOpen ? new Date(now.getTime() + (isWaiting ? SOON_MS : DAY_MS)) : null
      await planLook(tx, { id: diagnostics.id, at })
    }
    return planned
  }

  async function invite(
    tx: Db,
    diagnostics: Diagnostics,
    people: number[],
    now: Date,
  ): Promise<number[]> {
    const { id: diagnosticsId, revision, words_revision: words } = diagnostics
    const invited: { personId: number }[] = []
    for (const personId of people) {
      await adoptListed(tx, { personId })
      // A list that came before the person says that they have passed.
      if (!(await findPassing(tx, { diagnosticsId, personId }))) invited.push({ personId })
    }
    return tellEach(tx, { people: invited, now }, async ({ personId, dueAt }) => {
      const deliveryId = await news.invite(tx, { diagnostics, personId, dueAt })
      await noteInvited(tx, { diagnosticsId, personId, revision, words, deliveryId, now })
      return deliveryId
    })
  }

  async function tellChange(
    tx: Db,
    diagnostics: Diagnostics,
    changed: Awaited<ReturnType<typeof peopleToTell>>,
    now: Date,
  ): Promise<number[]> {
    const { id: diagnosticsId, revision } = diagnostics
    const people = changed.map(({ person_id, link_changed }) => ({
      personId: person_id,
      linkChanged: link_changed,
    }))
    return tellEach(tx, { people, now }, async ({ personId, linkChanged, dueAt }) => {
      const deliveryId = await news.tellChange(tx, { diagnostics, personId, dueAt, linkChanged })
      await noteTold(tx, { diagnosticsId, personId, revision, deliveryId })
      return deliveryId
    })
  }

  /** `tell` plans one message, for when its person may be written to, and returns the id of its delivery, or null. */
  async function tellEach<To extends { personId: number }>(
    tx: Db,
    { people, now }: { people: readonly To[]; now: Date },
    tell: (to: To & { dueAt: Date }) => Promise<number | null>,
  ): Promise<number[]> {
    const planned: number[] = []
    for (const to of people) {
      const dueAt = await whenToTell(tx, { personId: to.personId, time: now })
      const deliveryId = await tell({ ...to, dueAt })
      if (deliveryId !== null) planned.push(deliveryId)
    }
    return planned
  }

  async function editInvitations(tx: Db, diagnostics: Diagnostics, now: Date): Promise<number[]> {
    const planned: number[] = []
    for (const invitation of await takeStaleInvitations(tx, diagnostics, { limit: PAGE })) {
      const { person_id: personId } = invitation
      const deliveryId = await news.editInvitation(tx, { diagnostics, invitation, dueAt: now })
      await noteInvitationEdited(tx, { ...diagnostics, personId, deliveryId })
      planned.push(deliveryId)
    }
    return planned
  }

  return {
    isDue: () => hasDiagnosticsToLookAt(pool, { now: clock() }),
    run: async () => {
      for (let planned = await transaction(pool, next); planned !== null; ) {
        await outbox.flush(planned)
        planned = await transaction(pool, next)
      }
    },
  }
}

/** Between the beginning of its first day and the end of its last. */
function isRunning({ status, opens_at, closes_at }: Diagnostics, now: Date): boolean {
  return status === 'published' && opens_at !== null && closes_at !== null
    ? opens_at <= now && now < closes_at
    : false
}
