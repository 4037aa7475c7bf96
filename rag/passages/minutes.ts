/** Minutes: what was said and decided on each question of the agenda. */
import { SPOKEN } from './heads.ts'
import type { Line } from './lines.ts'
import type { Mark } from './numbering.ts'
import { headingPath, open, type Walk } from './walk.ts'

/** «РЕШИЛИ:» in minutes: what follows is counted under it. */
export function readMarker(walk: Walk, line: Line, mark: Mark | null): void {
  const word = /\p{L}+(?: дня)?/u.exec(line.text)?.[0] ?? ''
  const title = word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase()
  const question = walk.clauses[0]
  if (mark?.kind === 'dotted') walk.agenda = `вопрос ${mark.printed}`
  else if (/^повестк/iu.test(title)) walk.agenda = null
  else if (walk.marker === null && question && !question.heading) walk.agenda = question.label
  walk.marker = title
  walk.clauses = []
  walk.nested = null
  open(walk, line, { kind: 'paragraph', label: `«${title}»` })
  walk.unit = { path: headingPath(walk), numbered: true, preamble: false, item: '' }
}

/** «По второму вопросу выступила …» begins the next question of the agenda. */
export function readQuestion(walk: Walk, line: Line, number: number): void {
  walk.agenda = `вопрос ${number}`
  walk.marker = null
  walk.clauses = []
  walk.nested = null
  open(walk, line, { kind: 'paragraph', label: walk.agenda, within: [] })
  walk.unit = { path: headingPath(walk), numbered: true, preamble: false, item: '' }
}

/** From 1; 0 where the line begins no question. */
export function questionNumber(text: string): number {
  return QUESTIONS.findIndex((pattern) => pattern.test(text)) + 1
}

/** «2. О плане работы» followed by «СЛУШАЛИ:» begins the next question of the agenda. */
export function isAgendaItem(walk: Walk, index: number): boolean {
  const next = walk.part.body[index + 1]
  const spoken = next?.kind === 'line' && /^(?:слушали|выступил)/iu.test(next.text)
  return walk.marker !== null && spoken && !/^повестк/iu.test(walk.marker)
}

export function isAfterAttendance(walk: Walk, value: number): boolean {
  const listed = isMarkerLine(walk) || walk.nested?.last === value - 1
  return isAttendance(walk) && !listed
}

export function isMarkerLine(walk: Walk): boolean {
  return walk.previous !== null && SPOKEN.test(walk.previous.text)
}

/** Whether the lines say who was there. */
export function isAttendance(walk: Walk): boolean {
  return ATTENDANCE.test(walk.marker ?? '')
}

const ORDINALS = [
  'перв',
  'втор',
  'треть',
  'четв[её]рт',
  'пят',
  'шест',
  'седьм',
  'восьм',
  'девят',
  'десят',
]
const QUESTIONS = ORDINALS.map((stem) => new RegExp(`^По ${stem}\\p{L}* вопросу`, 'iu'))

/** Who was there may be a numbered list, which begins right below the word. */
const ATTENDANCE = /^(?:присутств|отсутств|приглаш)/iu
