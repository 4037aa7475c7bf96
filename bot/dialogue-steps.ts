/** Every step of the bot's dialogues, and what it remembers. */
import { z } from 'zod'
import { AUDIENCE_MARKS, AUDIENCE_ROLES } from './audience-changes.ts'

const id = z.number()

/** For whom something is meant, as it is chosen. */
const AUDIENCE = z.object({
  roles: z.array(z.enum(AUDIENCE_ROLES)).exactOptional(),
  institutions: z.array(id).exactOptional(),
  subjects: z.array(z.string()).exactOptional(),
  sites: z.array(id).exactOptional(),
  years: z.object({ from: id.nullable(), to: id.nullable() }).exactOptional(),
  event: z.object({ id, marks: z.array(z.enum(AUDIENCE_MARKS)) }).exactOptional(),
})

/** What is to become of an event when it is confirmed; `sequence` is that of the event as it was seen. */
const PENDING = z.object({
  sequence: id,
  title: z.string().optional(),
  description: z.string().optional(),
  local: z.string().optional(),
  minutes: id.optional(),
  place: z.string().optional(),
  link: z.string().optional(),
  capacity: id.nullable().optional(),
  remindBefore: z.array(id).optional(),
  siteId: id.nullable().optional(),
  audience: AUDIENCE.optional(),
})

/** A change of an event that waits to be confirmed. */
export type PendingChange = z.infer<typeof PENDING>

/** What somebody said, as `saidIn` reads it. */
const SAID = z.object({
  text: z.string(),
  markup: z.string().optional(),
  attachments: z
    .array(
      z.object({
        kind: z.enum(['photo', 'document', 'video', 'audio', 'voice', 'animation', 'video_note']),
        fileId: z.string(),
        messageId: z.string(),
        name: z.string().optional(),
        words: z.string().optional(),
        caption: z.string().optional(),
      }),
    )
    .optional(),
  apart: z.boolean().optional(),
})

export const STEPS = {
  /** The next message is a question to a tutor. */
  'tutor-question': z.object({}),
  /** The next message goes on with the ticket. */
  clarification: z.object({ ticketId: id }),
  /** The next message is a tutor's answer; in a group, the next reply. */
  answer: z.object({ ticketId: id }),
  /** The next message says why the ticket is rejected; in a group, the next reply. */
  rejection: z.object({ ticketId: id }),
  /** The reason waits for «Отклонить»; `draft` tells it from earlier ones. */
  'rejection-draft': z.object({ ticketId: id, draft: id, reason: z.string() }),
  /** The next message stands in the place of the entry's question or answer. */
  'entry-words': z.object({ version: id, revision: id, field: z.enum(['question', 'answer']) }),
  /** The next message says why the entry is rejected. */
  'entry-reason': z.object({ version: id, revision: id }),
  /** Files wait for «Сохранить»; `draft` is the update that brought each. The next message says what is asked of one. */
  documents: z.object({
    files: z.array(
      z.object({
        draft: id,
        fileId: z.string(),
        name: z.string(),
        corrections: z.record(z.string(), z.string().nullable()).optional(),
        /** Source of the edition in force whose place it takes, where a person said so. */
        replaces: z.string().nullish(),
      }),
    ),
    asking: z.object({ draft: id, field: z.string() }).nullish(),
  }),
  /** The next message is looked for in the glossary. */
  'glossary-search': z.object({}),
  /** The next message has new entries of the glossary, or what the entry shall say. */
  'glossary-entries': z.object({ entryId: id.nullable() }),
  /** Entries wait for «Сохранить»; `replaces` is the entry that they correct. */
  'glossary-draft': z.object({
    draft: id,
    replaces: id.nullable(),
    entries: z.array(z.object({ term: z.string(), meaning: z.string() })),
  }),
  /**
   * The next message says this about the person. `walk`: the fields are asked one after the other; `by` is the update
   * that led here and answers nothing more. `words` and `candidates` are what was typed as the institution, and those of
   * the list that it may mean.
   */
  profile: z.object({
    field: z.string(),
    walk: z.boolean(),
    by: id,
    words: z.string().optional(),
    candidates: z.array(id).optional(),
  }),
  /** The next message says when the person is not to be written to. */
  'quiet-hours': z.object({}),
  /** A table that is sent next is the list of institutions. `by` is the message that ended what was asked before. */
  'institutions-file': z.object({ by: id.optional() }),
  /** Rows of such a table wait for «Сохранить»; `faulty` are the names of rows that could not be read. */
  'institutions-draft': z.object({
    draft: id,
    rows: z.array(
      z.object({
        row: id,
        code: id.nullable(),
        name: z.string(),
        shortNames: z.array(z.string()).nullable(),
        territory: z.string().nullable(),
        staff: id.nullable(),
        heads: id.nullable(),
      }),
    ),
    faulty: z.array(z.string()),
  }),
  /** It is asked what becomes of institutions that the table did not have. */
  'institutions-missing': z.object({ draft: id, ids: z.array(id) }),
  /** The next message is looked for in the list of institutions. */
  'institutions-search': z.object({}),
  /** The next message is the name of a new institution. */
  'institution-name': z.object({}),
  /** The next message says this about the institution. */
  'institution-field': z.object({ institution: id, field: z.string() }),
  /** The next message is the name of a new site. */
  'site-name': z.object({}),
  /**
   * The next message says this about the site. `words` and `candidates` are what was typed as its host, and those of the
   * list that it may mean.
   */
  'site-field': z.object({
    site: id,
    field: z.string(),
    words: z.string().optional(),
    candidates: z.array(id).optional(),
  }),
  /** What was asked about a site is answered; `by` is the message that did. */
  'site-done': z.object({ by: id }),
  /**
   * The next message says this about the draft of an event. `walk`: the other fields are asked next; `by` is the update
   * that led here and answers nothing more. `day`: the day is known and the time of day is asked. `pending` waits to be
   * confirmed.
   */
  'event-field': z.object({
    event: id,
    field: z.string(),
    walk: z.boolean(),
    by: id,
    day: z.string().optional(),
    pending: PENDING.optional(),
  }),
  /** The same of a published event: what is to change always waits to be confirmed. */
  'event-change': z.object({
    event: id,
    field: z.string(),
    by: id,
    day: z.string().optional(),
    pending: PENDING.optional(),
  }),
  /** The next message says why the event is cancelled; `pending` waits to be confirmed. */
  'event-cancel': z.object({
    event: id,
    by: id,
    pending: z.object({ sequence: id, reason: z.string().nullable() }).optional(),
  }),
  /** What was asked about an event is answered; `by` is the message that did. */
  'event-done': z.object({ by: id }),
  /**
   * A broadcast is made or changed; the next message is what is `asked` (null: nothing). `broadcast` is null before its
   * message has come, `isNew` until it is whole; `date` is a day that still needs its hour. `by` is the update that led
   * here and answers nothing more.
   */
  broadcast: z.object({
    broadcast: id.nullable(),
    asked: z.enum(['message', 'links', 'time', 'hour', 'correction']).nullable(),
    isNew: z.boolean().optional(),
    date: z.string().optional(),
    /** The album that its message is: parts of it may come late. */
    album: z.string().optional(),
    by: id.optional(),
  }),
  /** The next message is the name of somebody to be reminded of the measure, or the day on which they are. */
  'measure-person': z.object({ measure: id, by: id }),
  'measure-day': z.object({ measure: id, by: id }),
  /** What was asked about a measure is answered; `by` is the message that did. */
  'measure-done': z.object({ by: id }),
  /**
   * An audience is chosen; the next message says what is `asked`. `by` is the update that led here and answers nothing
   * more, `words` what was last looked for among the institutions, `chosen` the audience so far where no draft keeps it.
   */
  audience: z.object({
    of: z.string(),
    id,
    asked: z.string().nullable(),
    words: z.string().optional(),
    by: id.optional(),
    chosen: AUDIENCE.optional(),
  }),
  /** The next message is what those who came to the event get. */
  'event-materials': z.object({ event: id }),
  /** It waits for «Отправить»; `draft` is the update that brought it. */
  'event-material': z.object({ event: id, draft: id, said: SAID }),
  /** The next message says this about the draft. `walk`: the other fields follow; `by`: the update that led here. */
  'diagnostics-field': z.object({ diagnostics: id, field: z.string(), walk: z.boolean(), by: id }),
  /** The preview waits for «Опубликовать». `by` is the update that led here and answers nothing more. */
  'diagnostics-preview': z.object({ diagnostics: id, by: id }),
  /** The next message says until when it lasts; `closesOn` waits for «Сохранить», `by` is the update that said it. */
  'diagnostics-term': z.object({
    diagnostics: id,
    closesOn: z.string().optional(),
    by: id.optional(),
  }),
  /** The same of its title or link; `value` waits for «Сохранить», `seen` are the words that it takes the place of. */
  'diagnostics-words': z.object({
    diagnostics: id,
    field: z.enum(['title', 'link']),
    value: z.string().optional(),
    seen: id.optional(),
    by: id.optional(),
  }),
  /** A table that is sent next lists those who passed. */
  'roster-file': z.object({ diagnostics: id }),
  /** Such a list waits for «Сохранить»; `decided` says who a doubtful row is: a person, «nobody» of the bot, or «left» out. */
  'roster-draft': z.object({
    draft: id,
    diagnostics: id,
    file: z.string(),
    rows: z.array(
      z.object({
        row: id,
        name: z.string(),
        read: z
          .object({
            surname: z.string(),
            first: z.string().nullable(),
            patronymic: z.string().nullable(),
          })
          .nullable(),
        institution: z.string(),
      }),
    ),
    nameless: z.array(id),
    decided: z.record(z.string(), z.union([id, z.enum(['nobody', 'left'])])),
  }),
}

export type Step = keyof typeof STEPS

export type Data<Name extends Step> = z.infer<(typeof STEPS)[Name]>

/** At these a file or a press is waited for: what somebody says is a question as ever. */
export const WORDLESS: readonly string[] = [
  'institutions-file',
  'institutions-draft',
  'institutions-missing',
  'site-done',
  'event-done',
  'measure-done',
  'diagnostics-preview',
  'roster-file',
  'roster-draft',
] satisfies Step[]
