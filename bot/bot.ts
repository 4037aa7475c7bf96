/** The bot: what it does with an update, in reading order. */

import type { Api } from 'grammy'
import { Bot } from 'grammy'
import type { Update } from 'grammy/types'
import { sayFactOnce } from '../db/facts.ts'
import type { BroadcastNews } from '../jobs/broadcast-news.ts'
import type { Undelivered } from '../jobs/deliver.ts'
import type { Notifier } from '../jobs/notifier.ts'
import { createOutbox, type Outbox } from '../jobs/outbox.ts'
import type { ReminderWords } from '../jobs/remind.ts'
import type { TellExpired } from '../jobs/review-knowledge.ts'
import type { RoadmapNews } from '../jobs/roadmap-news.ts'
import type { DiagnosticsNews } from '../jobs/tell-diagnostics.ts'
import type { TellChange } from '../jobs/tell-editions.ts'
import type { EventNews } from '../jobs/tell-events.ts'
import type { DeskNews } from '../jobs/watch-desk.ts'
import type { Transcriber } from '../rag/model.ts'
import { createAnswering } from './answering.ts'
import { broadcastAudience } from './broadcast-drafts.ts'
import { createBroadcastNews } from './broadcast-news.ts'
import { renderCard } from './cards.ts'
import { chatKeyOf } from './chat-key.ts'
import { connectionsTo } from './connections.ts'
import { versionOf } from './consent-version.ts'
import type { Context, Parts, PersonContext } from './context.ts'
import { createDeskNews } from './desk-news.ts'
import { createDiagnosticsNews } from './diagnostics-news.ts'
import { diagnosticsAudience } from './diagnostics-preview.ts'
import type { Library } from './document-filing.ts'
import { createEditionNews } from './edition-news.ts'
import { askForDocuments } from './empty-index.ts'
import { withoutContent } from './errors.ts'
import { invitedAudience } from './event-inviting.ts'
import { createEventNews } from './event-news.ts'
import { anonymousFeature } from './features/anonymous.ts'
import { answersFeature } from './features/answers.ts'
import { askFeature } from './features/ask.ts'
import { attachmentsFeature } from './features/attachments.ts'
import { audienceFeature } from './features/audience.ts'
import { auditFeature } from './features/audit.ts'
import { broadcastFeature } from './features/broadcast.ts'
import { broadcastRunFeature } from './features/broadcast-run.ts'
import { broadcastsFeature } from './features/broadcasts.ts'
import { deskFeature } from './features/desk.ts'
import { diagnosticsFeature } from './features/diagnostics.ts'
import { diagnosticsNewFeature } from './features/diagnostics-new.ts'
import { documentsFeature, mayBring } from './features/documents.ts'
import { editsFeature } from './features/edits.ts'
import { eventEditingFeature } from './features/event-editing.ts'
import { codeWordFeature, eventMarksFeature } from './features/event-marks.ts'
import { eventAudience, eventNewFeature } from './features/event-new.ts'
import { eventsFeature } from './features/events.ts'
import { fallbackFeature } from './features/fallback.ts'
import { glossaryFeature } from './features/glossary.ts'
import { groupFeature } from './features/group.ts'
import { institutionsFeature } from './features/institutions.ts'
import { knowledgeFeature, offeringFeature } from './features/knowledge.ts'
import { membershipFeature } from './features/membership.ts'
import { newGroupFeature } from './features/new-group.ts'
import { ownFeature } from './features/own.ts'
import { peopleFeature } from './features/people.ts'
import { presenceFeature } from './features/presence.ts'
import { privacyFeature } from './features/privacy.ts'
import { queueFeature } from './features/queue.ts'
import { roadmapFeature } from './features/roadmap.ts'
import { rostersFeature } from './features/rosters.ts'
import { settingsFeature } from './features/settings.ts'
import { sitesFeature } from './features/sites.ts'
import { startFeature } from './features/start.ts'
import { tutorFeature } from './features/tutor.ts'
import { voiceFeature } from './features/voice.ts'
import type { Gateway } from './gateway.ts'
import { createGrowing } from './growing.ts'
import { createTellExpired } from './knowledge-news.ts'
import { measureAudience } from './measure-people.ts'
import { commandsOf } from './menu.ts'
import { identify } from './middleware/identify.ts'
import { isKnown, requireConsent } from './middleware/require-consent.ts'
import { createNotifier } from './notifier.ts'
import { createReminderWords } from './reminding.ts'
import { createRoadmapNews } from './roadmap-news.ts'
import { fallbackTexts } from './texts/fallback.ts'
import { topicTitle } from './topic-title.ts'
import { createTopics } from './topics.ts'
import { createUndelivered } from './undelivered.ts'

export interface BotDependencies extends Omit<Parts, 'outbox' | 'consent'> {
  token: string
  apiRoot: string
  gateway: Gateway
  library: Library
  /** Hears voice messages; without one they cannot be taken. */
  transcriber?: Transcriber | null
  /** The centre's consent text, or the template that says it is one. */
  consentText: string
  /** The tutors' group at the first start; later its id lives in the database. */
  tutorChatId: string | undefined
}

export interface VoprosBot {
  api: Api
  outbox: Outbox
  notifier: Notifier
  /** What becomes of answers that do not arrive. */
  undelivered: Undelivered
  /** Learns the bot's name and sets the commands of everyone. Before `handle`; may be tried again when it fails. */
  init(): Promise<void>
  /**
   * Handles one update, or the parts of an album as one; may be called again for the same. Throws what no feature could
   * handle.
   */
  handle(update: Update, album?: Update[]): Promise<void>
  /** What the tutors' desk says when something is due. */
  deskNews: DeskNews
  /** Writes to those whose answers a new edition changed. */
  tellChange: TellChange
  /** Asks methodists to look at knowledge that has expired. */
  tellExpired: TellExpired
  /** What authors of broadcasts are told. */
  broadcastNews: BroadcastNews
  /** What reminders say. */
  reminderWords: ReminderWords
  /** What methodists are told of road maps. */
  roadmapNews: RoadmapNews
  /** What people are told of events. */
  eventNews: EventNews
  /** Invites to diagnostics, and tells of their changes. */
  diagnosticsNews: DiagnosticsNews
  /** Answers a question that a crash left unanswered. */
  answerQuestion(questionId: number): Promise<void>
  /** Apologises for an update that failed for the last time. */
  apologise(update: Update, error: unknown, reference: string): Promise<void>
}

export function createBot(given: BotDependencies): VoprosBot {
  const { pool, clock, centre } = given
  const { token, apiRoot } = given
  const client = { apiRoot, baseFetchConfig: connectionsTo(apiRoot) }
  const bot = new Bot<Context>(token, { client })
  bot.api.config.use(given.gateway)
  const topics = createTopics({ api: bot.api, pool, titleOf: (id) => topicTitle(pool, id) })
  const notifier = createNotifier({
    api: bot.api,
    gateway: given.gateway,
    renderCard: async (ticketId) => {
      const card = await renderCard(pool, ticketId, { centre })
      return card && { ...card.payload }
    },
    topics,
  })
  const outbox: Outbox = createOutbox({
    ...{ pool, notifier, clock },
    // What it says of an answer goes through the outbox, too.
    undelivered: {
      isAwaited: (delivery) => undelivered.isAwaited(delivery),
      refused: (tx, delivery) => undelivered.refused(tx, delivery),
      waits: (tx, delivery) => undelivered.waits(tx, delivery),
    },
  })
  const undelivered = createUndelivered({ outbox, centre })
  const consent = { version: versionOf(given.consentText), body: given.consentText }
  const parts = { ...given, outbox, consent }
  const answerQuestion = createAnswering({ ...parts, growIn: createGrowing({ api: bot.api }) })

  const albums = new WeakMap<Update, Update[]>()
  bot.use((ctx, next) => {
    const said = albums.get(ctx.update) ?? [ctx.update]
    ctx.messages = said.flatMap(({ message }) => message ?? [])
    return next()
  })
  const inGroups = bot.chatType(['group', 'supergroup'])
  inGroups.use(membershipFeature({ ...parts, topics }))
  inGroups.use(anonymousFeature(parts))
  bot.use(presenceFeature(parts))
  bot.use(identify(parts))
  bot.chatType(['group', 'supergroup'], groupFeature(parts))

  const ours = bot.chatType('private')
  ours.use(startFeature(parts))
  ours.use(privacyFeature(parts))
  ours.use(requireConsent(parts))

  const known = ours.filter(isKnown)
  known.use(codeWordFeature(parts))
  known.use(ownFeature(parts))
  known.use(peopleFeature(parts), auditFeature(parts))
  known.use(newGroupFeature(parts))
  known.use(queueFeature(parts))
  known.use(offeringFeature(parts), knowledgeFeature(parts))
  known.use(deskFeature(parts))
  known.use(tutorFeature(parts))
  known.use(editsFeature(parts))
  known.use(eventsFeature(parts), eventMarksFeature(parts))
  known.use(
    audienceFeature(parts, {
      diagnostics: diagnosticsAudience(parts),
      broadcast: broadcastAudience(parts),
      event: eventAudience(parts),
      invited: invitedAudience(parts),
      measure: measureAudience(parts),
    }),
  )
  known.use(broadcastFeature(parts), broadcastsFeature(parts))
  known.use(answersFeature(parts))
  known.use(attachmentsFeature(parts))
  // Of documents to be indexed each is shown by itself.
  known.filter(isAlbumOfDocuments).use(async (ctx) => {
    for (const part of albums.get(ctx.update) ?? []) await bot.handleUpdate({ ...part })
  })
  known.use(rostersFeature(parts), diagnosticsFeature(parts), diagnosticsNewFeature(parts))
  known.use(institutionsFeature(parts))
  known.use(sitesFeature(parts))
  known.use(eventNewFeature(parts), eventEditingFeature(parts))
  known.use(documentsFeature(parts))
  known.use(roadmapFeature(parts))
  known.use(glossaryFeature(parts))
  known.use(broadcastRunFeature(parts))
  known.use(settingsFeature(parts))
  known.use(askFeature({ ...parts, answerQuestion }))
  known.use(voiceFeature({ ...parts, answerQuestion }))
  known.use(fallbackFeature({ hears: Boolean(given.transcriber) }))

  return {
    api: bot.api,
    outbox,
    notifier,
    undelivered,
    deskNews: createDeskNews(parts),
    tellChange: createEditionNews(parts),
    tellExpired: createTellExpired(parts),
    diagnosticsNews: createDiagnosticsNews(parts),
    eventNews: createEventNews({ ...parts, username: () => bot.botInfo.username }),
    broadcastNews: createBroadcastNews(parts),
    reminderWords: createReminderWords(parts),
    roadmapNews: createRoadmapNews(parts),
    answerQuestion,
    init: async () => {
      // Its own `init` waits for Telegram without a word in the log.
      bot.botInfo = await bot.api.getMe()
      await bot.api.setMyCommands(commandsOf([]), { scope: { type: 'all_private_chats' } })
      await askForDocuments(parts)
      if (given.tutorChatId === undefined) return
      const value = chatKeyOf(given.tutorChatId)
      await sayFactOnce(pool, { name: 'tutor_chat', value, now: clock() })
    },
    handle: async (update, album = []) => {
      if (album.length > 0) albums.set(update, album)
      try {
        await bot.handleUpdate(update)
      } catch (error) {
        throw withoutContent(error)
      }
    },
    apologise: async (update, _error, reference) => {
      const chat = chatOf(update)
      if (chat === undefined) return
      const { markup } = fallbackTexts.apology(reference)
      await bot.api.sendMessage(chat, markup, { parse_mode: 'HTML' })
    },
  }
}

function isAlbumOfDocuments(ctx: PersonContext): boolean {
  const { messages } = ctx
  return messages.length > 1 && mayBring(ctx) && messages.some(({ document }) => document)
}

/** The private chat in which a fault is told; a group is not bothered. */
function chatOf({ message, callback_query: press }: Update): number | undefined {
  const chat = message?.chat ?? press?.message?.chat
  return chat?.type === 'private' ? chat.id : press?.from.id
}
