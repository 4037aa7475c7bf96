/** What went wrong, as one line for the person at the keyboard. */
import { FolderInUseError } from '../db/embedded/folder-lock.ts'
import { DatabaseUnusableError } from '../db/errors.ts'
import { UserError } from './errors.ts'

/** One line; a fault of the program itself, which is for its engineers, keeps the stack below it. */
export function explain(error: unknown): string {
  if (error instanceof FolderInUseError) return explainFolderInUse(error)
  if (error instanceof UserError || error instanceof DatabaseUnusableError) return error.message
  if (!(error instanceof Error)) return `Непредвиденная ошибка: ${String(error)}`
  // The system's and the database's faults have codes: a full disk, a lost connection.
  if ('code' in error) return `Не получилось: ${oneLine(error.message || String(error.code))}`
  return `Непредвиденная ошибка: ${error.stack ?? error.message}`
}

function explainFolderInUse({ folder, holder }: FolderInUseError): string {
  return (
    `DATA_DIR: папку ${folder} занимает процесс ${holder ?? '(неизвестен)'}, ` +
    'а встроенная база служит одной программе. ' +
    'Отправьте файл боту или сначала остановите ту программу.'
  )
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ')
}
