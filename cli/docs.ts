/** `vopros docs`: the documents of the index with their editions, and apart from them the tutors' answers that are cited like them. */
import { type ListedEdition, listEditions } from '../db/documents.ts'
import { KNOWLEDGE_KIND } from '../db/knowledge.ts'
import { EMPTY_INDEX, withWorkspace } from './workspace.ts'

export async function docs({ json }: { json?: boolean }): Promise<void> {
  await withWorkspace(async ({ database }) => {
    const editions = await listEditions(database.pool)
    const lines = json ? editions.map(jsonLine) : readable(editions)
    for (const line of lines) process.stdout.write(`${line}\n`)
    if (editions.length === 0) process.stderr.write(`${EMPTY_INDEX}\n`)
  })
}

function jsonLine(edition: ListedEdition): string {
  return JSON.stringify({
    id: edition.id,
    source: edition.source,
    document: edition.title,
    kind: edition.kind,
    number: edition.number,
    date: edition.issued_on,
    revised: edition.revised_on,
    issuer: edition.issuer,
    territory: edition.territory,
    status: edition.status,
    supersedes: edition.supersedes,
    passages: edition.passages,
    rows: edition.rows,
    ingested_at: edition.ingested_at,
  })
}

const STATUSES = { current: 'действует', superseded: 'прежняя редакция', archived: 'в архиве' }

function readable(editions: readonly ListedEdition[]): string[] {
  const answers = editions.filter(({ kind }) => kind === KNOWLEDGE_KIND)
  const documents = editions.filter(({ kind }) => kind !== KNOWLEDGE_KIND)
  const heading = (name: string, of: readonly ListedEdition[]) =>
    `${name}: ${of.filter(({ status }) => status === 'current').length}`
  if (answers.length === 0) return documents.map(documentLines)
  return [
    heading('ДОКУМЕНТЫ, действует', documents),
    ...documents.map(documentLines),
    '',
    heading('ОТВЕТЫ ТЬЮТОРОВ (/knowledge), действует', answers),
    ...answers.map(answerLines),
  ]
}

/** What it replaced stands indented below the edition in force. */
function documentLines(edition: ListedEdition): string {
  const indent = edition.status === 'current' ? '' : '    '
  const number = edition.number ? ` № ${edition.number}` : ''
  const date = edition.issued_on ? ` от ${dotted(edition.issued_on)}` : ''
  const revised = edition.revised_on ? ` (в редакции от ${dotted(edition.revised_on)})` : ''
  const facts = [
    edition.territory ?? 'без территории',
    `${edition.kind}${date}${number}${revised}`,
    `фрагментов: ${edition.passages}${edition.rows > 0 ? `, из них строк таблиц: ${edition.rows}` : ''}`,
    STATUSES[edition.status],
    edition.source,
  ]
  return `${indent}${edition.title}\n${indent}    ${facts.join(' · ')}`
}

const ANSWER_STATUSES = { ...STATUSES, superseded: 'прежний ответ' }

/** An answer has a day and a place, and neither a number nor clauses. */
function answerLines({ title, territory, issued_on, status, source }: ListedEdition): string {
  const indent = status === 'current' ? '' : '    '
  const facts = [
    territory ?? 'без территории',
    issued_on ? `ответ тьютора от ${dotted(issued_on)}` : 'ответ тьютора',
    ANSWER_STATUSES[status],
    source,
  ]
  return `${indent}${title}\n${indent}    ${facts.join(' · ')}`
}

/** «2026-08-27» → «27.08.2026». */
function dotted(date: string): string {
  return date.split('-').reverse().join('.')
}
