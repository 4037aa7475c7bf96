/** The audit log in words, for administrators. */
import type { AuditLine, PrivilegedAct } from '../../db/audit.ts'
import { ROLES } from '../../db/people.ts'
import { type Html, html, join, shorten } from '../html.ts'
import { formatMoment } from './moments.ts'
import { roleName } from './start.ts'

/** What the log can be narrowed to. */
export const AUDIT_KINDS = [
  'all',
  'people',
  'documents',
  'knowledge',
  'glossary',
  'institutions',
  'events',
  'broadcasts',
  'diagnostics',
  'roadmap',
  'desk',
  'data',
] as const

export type AuditKind = (typeof AUDIT_KINDS)[number]

const KINDS: Record<AuditKind, string> = {
  all: 'Все',
  people: 'Роли',
  documents: 'Документы',
  knowledge: 'База знаний',
  glossary: 'Словарь',
  institutions: 'Учреждения',
  events: 'Мероприятия',
  broadcasts: 'Рассылки',
  diagnostics: 'Диагностики',
  roadmap: 'Дорожные карты',
  desk: 'Группа тьюторов',
  data: 'Личные данные',
}

/** What each act is told as, and where it belongs. Names are shown of those who act for the centre only. */
const ACTS: Record<
  PrivilegedAct,
  { kind: Exclude<AuditKind, 'all'>; words: (line: AuditLine) => string; isPrivate?: true }
> = {
  'invite created': { kind: 'people', words: (line) => `приглашение создано: ${roleOf(line)}` },
  'invite used': { kind: 'people', words: (line) => `приглашение принято: ${roleOf(line)}` },
  'role revoked': {
    kind: 'people',
    words: (line) => `роль снята: ${roleOf(line)}, ${line.person ?? 'данные удалены'}`,
  },
  'document indexed': { kind: 'documents', words: (line) => `документ сохранён${titleOf(line)}` },
  'document archived': {
    kind: 'documents',
    words: (line) => `документ убран в архив${titleOf(line)}`,
  },
  'document restored': {
    kind: 'documents',
    words: (line) => `документ возвращён из архива${titleOf(line)}`,
  },
  'knowledge proposed': { kind: 'knowledge', words: (line) => `запись предложена${entryOf(line)}` },
  'knowledge approved': { kind: 'knowledge', words: (line) => `запись одобрена${entryOf(line)}` },
  'knowledge rejected': { kind: 'knowledge', words: (line) => `запись отклонена${entryOf(line)}` },
  'knowledge prolonged': { kind: 'knowledge', words: (line) => `запись продлена${entryOf(line)}` },
  'knowledge removed': { kind: 'knowledge', words: (line) => `запись удалена${entryOf(line)}` },
  'knowledge expired': { kind: 'knowledge', words: (line) => `срок записи вышел${entryOf(line)}` },
  'glossary entry added': { kind: 'glossary', words: (line) => `слово добавлено${termOf(line)}` },
  'glossary entry corrected': {
    kind: 'glossary',
    words: (line) => `слово исправлено${termOf(line)}`,
  },
  'glossary entry removed': { kind: 'glossary', words: (line) => `слово удалено${termOf(line)}` },
  'institutions imported': { kind: 'institutions', words: importOf },
  'institution added': {
    kind: 'institutions',
    words: (line) => `учреждение добавлено${nameOf(line)}`,
  },
  'institution corrected': {
    kind: 'institutions',
    words: (line) => `учреждение исправлено${nameOf(line)}`,
  },
  'institution removed': {
    kind: 'institutions',
    words: (line) => `учреждение удалено${nameOf(line)}`,
  },
  'site added': { kind: 'events', words: (line) => `площадка добавлена${nameOf(line)}` },
  'site changed': { kind: 'events', words: (line) => `площадка изменена${nameOf(line)}` },
  'site archived': { kind: 'events', words: (line) => `площадка убрана в архив${nameOf(line)}` },
  'event participants listed': {
    kind: 'events',
    words: (line) => `выгружен список участников с именами${nameOf(line)}`,
  },
  'event materials sent': {
    kind: 'events',
    words: (line) => `материалы отправлены${nameOf(line)}`,
  },
  'event published': {
    kind: 'events',
    words: (line) => `мероприятие опубликовано${nameOf(line)}`,
  },
  'event changed': { kind: 'events', words: (line) => `мероприятие изменено${nameOf(line)}` },
  'event moved': { kind: 'events', words: (line) => `мероприятие перенесено${nameOf(line)}` },
  'event cancelled': { kind: 'events', words: (line) => `мероприятие отменено${nameOf(line)}` },
  'diagnostics published': {
    kind: 'diagnostics',
    words: (line) => `диагностика опубликована${nameOf(line)}`,
  },
  'diagnostics moved': {
    kind: 'diagnostics',
    words: (line) => `срок диагностики изменён${nameOf(line)}`,
  },
  'diagnostics changed': {
    kind: 'diagnostics',
    words: (line) => `диагностика изменена${nameOf(line)}`,
  },
  'diagnostics ended': {
    kind: 'diagnostics',
    words: (line) => `диагностика завершена раньше срока${nameOf(line)}`,
  },
  'diagnostics cancelled': {
    kind: 'diagnostics',
    words: (line) => `диагностика отменена${nameOf(line)}`,
  },
  'diagnostics list saved': {
    kind: 'diagnostics',
    words: (line) => `сохранён список прошедших${nameOf(line)}`,
  },
  'tutors’ group set': { kind: 'desk', words: () => 'выбрана группа тьюторов' },
  'broadcast started': { kind: 'broadcasts', words: (line) => `${broadcastOf(line)}: начата` },
  'broadcast scheduled': {
    kind: 'broadcasts',
    words: (line) => `${broadcastOf(line)}: запланирована`,
  },
  'broadcast unscheduled': {
    kind: 'broadcasts',
    words: (line) => `${broadcastOf(line)}: снята с плана`,
  },
  'broadcast paused': { kind: 'broadcasts', words: (line) => `${broadcastOf(line)}: пауза` },
  'broadcast resumed': { kind: 'broadcasts', words: (line) => `${broadcastOf(line)}: продолжена` },
  'broadcast stopped': { kind: 'broadcasts', words: (line) => `${broadcastOf(line)}: остановлена` },
  'broadcast repeated': {
    kind: 'broadcasts',
    words: (line) => `${broadcastOf(line)}: повторены сомнительные`,
  },
  'broadcast names shown': {
    kind: 'broadcasts',
    words: (line) => `${broadcastOf(line)}: выгружен список с именами`,
  },
  'measure done': { kind: 'roadmap', words: (line) => `мера выполнена${measureOf(line)}` },
  'measure reopened': {
    kind: 'roadmap',
    words: (line) => `мера снова в работе${measureOf(line)}`,
  },
  'measure reminder set': {
    kind: 'roadmap',
    words: (line) => `поставлено напоминание о мере${measureOf(line)}`,
  },
  'measure reminders dropped': {
    kind: 'roadmap',
    words: (line) => `сняты напоминания о мере${measureOf(line)}`,
  },
  'plan put away': { kind: 'roadmap', words: (line) => `план убран из календаря${titleOf(line)}` },
  'plan brought back': {
    kind: 'roadmap',
    words: (line) => `план возвращён на календарь${titleOf(line)}`,
  },
  'person erased': { kind: 'data', words: () => 'человек удалил свои данные', isPrivate: true },
  'consent withdrawn': { kind: 'data', words: () => 'человек отозвал согласие', isPrivate: true },
}

export const auditTexts = {
  filter: (kind: AuditKind, isChosen: boolean): string => `${isChosen ? '• ' : ''}${KINDS[kind]}`,
  page: (
    kind: AuditKind,
    lines: readonly AuditLine[],
    { page, zone }: { page: number; zone: string },
  ): Html => {
    const title = html`<b>Журнал действий</b>${kind === 'all' ? '' : `: ${KINDS[kind].toLowerCase()}`}`
    const place = page > 1 ? html`, страница ${page}` : html``
    if (lines.length === 0) return html`${title}${place}\n\nЗдесь пока ничего нет.`
    return join([html`${title}${place}`, ...lines.map((line) => lineOf(line, zone))], '\n\n')
  },
}

/** The acts of a kind; null for all. */
export function actsOf(kind: AuditKind): PrivilegedAct[] | null {
  if (kind === 'all') return null
  // The keys are those of the record.
  const acts = Object.keys(ACTS) as PrivilegedAct[]
  return acts.filter((act) => ACTS[act].kind === kind)
}

function lineOf(line: AuditLine, zone: string): Html {
  const { words, isPrivate } = ACTS[line.act]
  const who = isPrivate ? null : line.actor
  const when = html`<i>${formatMoment(line.at, zone)}</i>`
  return html`${when}${who === null ? '' : html` · ${shorten(who, 60)}`}\n${capital(words(line))}`
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function roleOf({ details }: AuditLine): string {
  const { role: given } = details
  const role = ROLES.find((known) => known === given)
  return role ? roleName(role) : 'роль неизвестна'
}

function titleOf({ title }: AuditLine): string {
  return title === null ? '' : `: «${shorten(title, 150)}»`
}

function measureOf(line: AuditLine): string {
  const { clause } = line.details
  return clause === undefined ? titleOf(line) : `: ${shorten(String(clause), 100)}${titleOf(line)}`
}

function entryOf({ details }: AuditLine): string {
  const { knowledge } = details
  return knowledge === undefined ? '' : `: № ${knowledge}`
}

function termOf({ details }: AuditLine): string {
  const { term } = details
  return term === undefined ? '' : `: «${shorten(String(term), 80)}»`
}

function nameOf({ details }: AuditLine): string {
  const { name } = details
  return name === undefined ? '' : `: ${shorten(String(name), 150)}`
}

function broadcastOf({ details }: AuditLine): string {
  const { broadcast, act } = details
  const what = act === 'correct' ? 'исправление, ' : act === 'remove' ? 'удаление, ' : ''
  return `${what}рассылка${broadcast === undefined ? '' : ` № ${broadcast}`}`
}

function importOf({ details }: AuditLine): string {
  const { added = 0, changed = 0 } = details
  return `список учреждений загружен: новых ${added}, изменённых ${changed}`
}
