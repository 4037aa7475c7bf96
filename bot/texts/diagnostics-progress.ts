/** Words about who has passed a diagnostics: by institution, in all, and as the municipality's indicator. */
import type { InstitutionShare, Share } from '../diagnostics-share.ts'
import { type Html, html, join, shorten } from '../html.ts'
import { plural } from './plural.ts'

export const progressTexts = {
  title: (title: string): string => `Кто прошёл: ${shorten(title, 150)}`,
  /** The indicator, by the name that the regulation gives it. */
  indicator: (period: string): string =>
    `Доля педагогических работников и управленческих кадров, прошедших диагностику профессиональных дефицитов (${period})`,
  year: (from: number): string =>
    `${from}/${String((from + 1) % 100).padStart(2, '0')} учебный год`,
  ever: 'за всё время',
  ofWhich: (titles: readonly string[]): Html =>
    titles.length === 0
      ? html`За это время не было ни одной диагностики, которая учитывается в доле.`
      : html`Учтены: ${titles.map((title) => `«${shorten(title, 100)}»`).join(', ')}. Кто прошёл несколько, считается один раз.`,
  summary: (share: Share): Html => join(summaryLines(share).map((line) => html`${line}`)),
  warnings: (share: Share): Html => join(warningLines(share).map((line) => html`⚠️ ${line}`)),
  lines: (shown: readonly InstitutionShare[], offset: number): Html =>
    join(
      shown.map(
        (one, index) => html`${offset + index + 1}. ${shorten(one.name, 120)}: ${lineOf(one)}`,
      ),
    ),
  page: (page: number, pages: number): string =>
    pages > 1 ? `, страница ${page} из ${pages}` : '',
  noInstitutions: html`Список учреждений пуст: загрузите его в /institutions, тогда будет видно, кто где прошёл.`,
  pictureButton: 'Картинка',
  tableButton: 'Таблица (.xlsx)',
  thisYear: 'Этот учебный год',
  lastYear: 'Прошлый учебный год',
  everButton: 'За всё время',
  label: ({ passed, all, share }: InstitutionShare): string =>
    share === null ? `${passed}, нет чисел` : `${passed} из ${all}, ${percent(share)}`,
  most: (shown: number, all: number): string =>
    `Показаны ${shown} из ${all} учреждений: с самой высокой и самой низкой долей. Все — в таблице.`,
  plain: (share: Share): string[] => [...summaryLines(share), ...warningLines(share)],
  pictureFile: 'diagnostika.png',
  tableFile: 'diagnostika.xlsx',
  sheet: 'Прошли диагностику',
  headings: {
    name: 'Учреждение',
    staff: 'Педагогов и руководителей',
    passed: 'Прошли',
    said: 'Из них отметили сами',
    share: 'Доля',
  },
  total: 'Всего',
  elsewhereRow: 'Учреждение не указано или его нет в списке',
  noNumbers: 'нет чисел',
}

/** «30,8 %». */
export function percent(share: number): string {
  return `${(share * 100).toLocaleString('ru', { maximumFractionDigits: 1 })} %`
}

function summaryLines({ passed, said, staff, heads, share }: Share): string[] {
  if (share === null) {
    return [
      'Долю посчитать нельзя: в /institutions нет ни одного учреждения с числом педагогов и руководителей.',
    ]
  }
  return [
    `Доля: ${percent(share)}.`,
    `Числитель: ${plural(passed, 'человек прошёл', 'человека прошли', 'человек прошли')}${said > 0 ? ` (по спискам ${passed - said}, ещё ${said} — по собственной отметке в боте)` : ''}.`,
    `Знаменатель: ${staff + heads} — все педагоги (${staff}) и руководители (${heads}) учреждений из /institutions.`,
  ]
}

function warningLines({ unknown, elsewhere, tooMany, said }: Share): string[] {
  return [
    ...(unknown.institutions > 0
      ? [
          `Без чисел в /institutions: ${plural(unknown.institutions, 'учреждение', 'учреждения', 'учреждений')}${unknown.passed > 0 ? `; прошедшие там (${unknown.passed}) в долю не вошли` : ''}.`,
        ]
      : []),
    ...(elsewhere > 0
      ? [
          `Не вошли в долю: ${plural(elsewhere, 'человек', 'человека', 'человек')}, чьё учреждение не указано или его нет в списке.`,
        ]
      : []),
    ...(tooMany > 0
      ? [
          `Прошедших больше, чем работников: ${plural(tooMany, 'учреждение', 'учреждения', 'учреждений')}. Проверьте числа в /institutions.`,
        ]
      : []),
    ...(said > 0
      ? ['Кто отметился сам и есть в списке под другим написанием имени, мог быть посчитан дважды.']
      : []),
  ]
}

function lineOf({ passed, all, share }: InstitutionShare): string {
  if (share === null) return `${passed}, чисел нет в /institutions`
  const warning = passed > all ? ' ⚠️' : ''
  return `${passed} из ${all}, ${percent(share)}${warning}`
}
