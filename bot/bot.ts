/** The bot: what it does with an update, in reading order. */

import type { Api } from 'grammy'
import { Bot } from 'grammy'
import type { Update } from 'grammy/types'
import { sayFactOnce } from '../db/facts.ts'
import type { Notifier } from '../jobs/notifier.ts'
import { createOutbox, type Outbox } from '../jobs/outbox.ts'
import type { Transcriber } from '../rag/model.ts'
import { createAnswering } from './answering.ts'
import { renderCard } from './cards.ts'
import { chatKeyOf } from './chat-key.ts'
import { versionOf } from './consent-version.ts'
import type { Context, Parts } from './context.ts'
import { askForDocuments } from './empty-index.ts'
import { withoutContent } from './errors.ts'
import { answersFeature } from './features/answers.ts'
import { askFeature } from './features/ask.ts'
import { deskFeature } from './features/desk.ts'
import { documentsFeature, type Library } from './features/documents.ts'
import { fallbackFeature } from './features/fallback.ts'
import { groupFeature } from './features/group.ts'
import { ownFeature } from './features/own.ts'
import { peopleFeature } from './features/people.ts'
import { presenceFeature } from './features/presence.ts'
import { privacyFeature } from './features/privacy.ts'
import { startFeature } from './features/start.ts'
import { tutorFeature } from './features/tutor.ts'
import { voiceFeature } from './features/voice.ts'
import type { Gateway } from './gateway.ts'
import { createGrowing } from './growing.ts'
import { commandsOf } from './menu.ts'
import { identify } from './middleware/identify.ts'
import { isKnown, requireConsent } from './middleware/require-consent.ts'
import { createNotifier } from './notifier.ts'
import { fallbackTexts } from './texts/fallback.ts'

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
  /** Learns the bot's name and sets the commands of everyone. Before `handle`; may be tried again when it fails. */
  init(): Promise<void>
  /** Handles one update; may be called again for the same one. Throws what no feature could handle. */
  handle(update: Update): Promise<void>
  /** Answers a question that a crash left unanswered. */
  answerQuestion(questionId: number): Promise<void>
  /** Apologises for an update that failed for the last time. */
  apologise(update: Update, error: unknown, reference: string): Promise<void>
}

export function createBot(given: BotDependencies): VoprosBot {
  const { pool, clock, centre } = given
  const bot = new Bot<Context>(given.token, { client: { apiRoot: given.apiRoot } })
  bot.api.config.use(given.gateway)
  const notifier = createNotifier({
    api: bot.api,
    gateway: given.gateway,
    renderCard: async (ticketId) => {
      const card = await renderCard(pool, ticketId, { centre, now: clock() })
      return card && { ...card.payload }
    },
  })
  const outbox = createOutbox({ pool, notifier, clock })
  const consent = { version: versionOf(given.consentText), body: given.consentText }
  const parts = { ...given, outbox, consent }
  const answerQuestion = createAnswering({ ...parts, growIn: createGrowing({ api: bot.api }) })

  bot.use(presenceFeature(parts))
  bot.use(identify(parts))
  bot.chatType(['group', 'supergroup'], groupFeature(parts))

  const ours = bot.chatType('private')
  ours.use(startFeature(parts))
  ours.use(privacyFeature(parts))
  ours.use(requireConsent(parts))

  const known = ours.filter(isKnown)
  known.use(ownFeature(parts))
  known.use(peopleFeature(parts))
  known.use(deskFeature(parts))
  known.use(tutorFeature(parts))
  known.use(answersFeature(parts))
  known.use(documentsFeature(parts))
  known.use(askFeature({ ...parts, answerQuestion }))
  known.use(voiceFeature({ ...parts, answerQuestion }))
  known.use(fallbackFeature({ hears: Boolean(given.transcriber) }))

  return {
    api: bot.api,
    outbox,
    notifier,
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
    handle: async (update) => {
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

/** The private chat in which a fault is told; a group is not bothered. */
function chatOf({ message, callback_query: press }: Update): number | undefined {
  const chat = message?.chat ?? press?.message?.chat
  return chat?.type === 'private' ? chat.id : press?.from.id
}
