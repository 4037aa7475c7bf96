/** An outcome as a message: what is said, and which buttons stand under it. */
import type { InlineKeyboardButton, InlineKeyboardMarkup } from 'grammy/types'
import type { QuestionRow } from '../db/questions.ts'
import type { Outcome } from '../rag/outcome.ts'
import { type Html, html, shorten } from './html.ts'
import { button, keyboard } from './keyboards.ts'
import { askTexts } from './texts/ask.ts'
import { buttons } from './texts/buttons.ts'

export interface AnswerMessage {
  text: Html
  keyboard?: InlineKeyboardMarkup
}

/** More citations are not offered: each has a button of its own. */
const MOST_CITATIONS = 3

const BUTTON_LENGTH = 60

/** Of everything but `routed`, which tickets tell. */
export function answerMessage(
  { id, round }: QuestionRow,
  outcome: Exclude<Outcome, { kind: 'routed' }>,
): AnswerMessage {
  switch (outcome.kind) {
    case 'answered':
      return answeredMessage(id, outcome)
    case 'clarify':
      return { text: html`${outcome.text}`, keyboard: optionButtons(id, round, outcome.options) }
    case 'declined':
      return outcome.reason === 'off-topic'
        ? { text: askTexts.offTopic(outcome.text), keyboard: keyboard([askTutorButton(id)]) }
        : { text: html`${outcome.text}` }
    case 'greeted':
      return { text: html`${outcome.text}` }
  }
}

/** An answer names its sources itself; one that does not gets them listed below it. */
function answeredMessage(
  question: number,
  { text, citations }: Extract<Outcome, { kind: 'answered' }>,
): AnswerMessage {
  const lines = text.split('\n').map((line) => line.replace(/^\[\d+\] /, ''))
  const named = citations.filter(({ label }) => lines.includes(label))
  const shown = (named.length > 0 ? named : citations).slice(0, MOST_CITATIONS)
  const labels = named.length > 0 ? [] : shown.map(({ label }) => label)
  const clauses = shown.map((shownOne) => {
    const citation = citations.indexOf(shownOne)
    return button(buttons.clause(citation), 'clause', { question, citation })
  })
  return {
    text: askTexts.answer(text, labels),
    keyboard: keyboard(
      clauses,
      [
        button(buttons.helped, 'helped', { question }),
        button(buttons.useless, 'useless', { question }),
      ],
      [askTutorButton(question)],
    ),
  }
}

function optionButtons(
  question: number,
  round: number,
  options: readonly { label: string }[],
): InlineKeyboardMarkup {
  return keyboard(
    ...options.map(({ label }, option) => [
      button(shorten(label, BUTTON_LENGTH), 'choose', { question, round, option }),
    ]),
    [askTutorButton(question)],
  )
}

function askTutorButton(question: number): InlineKeyboardButton {
  return button(buttons.askTutor, 'ask-tutor', { question })
}
