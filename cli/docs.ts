/** `vopros docs`: the documents of the index with their editions. */
import { type ListedEdition, listEditions } from '../db/documents.ts'
import { EMPTY_INDEX, withWorkspace } from './workspace.ts'

export async function docs({ json }: { json?: boolean }): Promise<void> {
  await withWorkspace(async ({ database }) => {
    const editions = await listEditions(database.pool)
    const show = json ? jsonLine : readable
    for (const edition of editions) process.stdout.write(`${show(edition)}\n`)
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

/** What it replaced stands indented below the edition in force. */
function readable(edition: ListedEdition): string {
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

/** «2026-08-27» → «27.08.2026». */
function dotted(date: string): string {
  return date.split('-').reverse().join('.')
}
