/** What the topic of a ticket is called. */
import type { Db } from '../db/db.ts'
import { findCardDetails } from '../db/ticket-thread.ts'
import { shorten } from './html.ts'

/** Telegram takes 128 characters; more than these no list of topics shows. */
const LONGEST = 80

/** «№ 127. Кто оказывает методическую…» */
export async function topicTitle(db: Db, ticketId: number): Promise<string> {
  const details = await findCardDetails(db, ticketId)
  const words = details?.question.replaceAll(/\s+/g, ' ').trim() ?? ''
  return shorten(`№ ${ticketId}. ${words}`, LONGEST).trim()
}
