/** Knows what a table's column answers by its header, whatever the order of columns is. */
import type { Kind } from './kind.ts'

export interface Cell {
  header: string
  text: string
}

/** How columns are called. */
export const COLUMNS = {
  number: /^\s*(?:№|n|номер|п\/п|пункт)/i,
  when: /срок|дата|период|время|когда|месяц/i,
  who: /ответствен|исполнител|кто|участник|организатор|руководител|ф\.?и\.?о|куратор|фамили|для кого|координатор/i,
  where: /место|адрес|баз[аые]|базов|где|кабинет|площадка/i,
  result: /результат|итог|документ|показател|продукт|форма|отч[её]т/i,
  name: /наименован|мероприят|содержан|название|тема|мера|направлени|что|действи|вид|показатель/i,
} as const satisfies Record<string, RegExp>

/** Whether a column of this header answers what is asked. */
export function answersKind(header: string, kind: Kind): boolean {
  if (kind === 'when' || kind === 'how-often') return COLUMNS.when.test(header)
  if (kind === 'who') return COLUMNS.who.test(header)
  if (kind === 'where') return COLUMNS.where.test(header)
  return (kind === 'which-document' || kind === 'purpose') && COLUMNS.result.test(header)
}

/** Whether the row's column for this kind is filled; null where the table has no such column. */
export function columnHolds(kind: Kind, cells: readonly Cell[]): boolean | null {
  const answering = cells.filter(({ header }) => answersKind(header, kind))
  return answering.length > 0 ? answering.some(({ text }) => /[\p{L}\d]/u.test(text)) : null
}
