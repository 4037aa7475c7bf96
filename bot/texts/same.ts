/** Words about questions that are one, and about drafts of an answer. */
import type { AskedTicket } from '../../db/ticket-sharing.ts'
import type { Essential } from '../../rag/essential-facts.ts'
import { type Html, html, join, shorten } from '../html.ts'

const STATES: Record<AskedTicket['status'], string> = {
  open: 'ждёт тьютора',
  claimed: 'у тьютора',
  answered: 'ответ отправлен',
  closed: 'ответ отправлен, закрыт',
}

const FACTS: Readonly<Record<Essential, string> & Record<string, string>> = {
  when: 'срока или даты',
  'how-often': 'как часто',
  who: 'имени или должности',
  where: 'места или адреса',
  'how-many': 'числа',
  link: 'ссылки',
  money: 'суммы',
  telephone: 'телефона',
  email: 'адреса почты',
  hour: 'времени начала',
  address: 'адреса',
  day: 'точной даты',
  names: 'имён',
  winner: 'победителей',
  schools: 'номеров или названий учреждений',
  'full-name': 'имени и отчества',
  way: 'улицы или дороги',
  room: 'кабинета',
  weekday: 'дней недели',
  next: 'следующего раза',
  prize: 'награды',
  reason: 'причины',
  penalty: 'ответственности',
  bound: 'балла или возраста',
  postponed: 'переноса или отмены',
  site: 'сайта',
  title: 'названия',
  percent: 'доли',
  form: 'бланка',
  duration: 'продолжительности',
  number: 'номера документа',
  price: 'кто платит',
  file: 'самого файла',
  secret: 'пароля',
  lately: 'того, что уже было',
  decided: 'решения',
  members: 'состава',
}

export const sameTexts = {
  nothingAlike: 'Похожих вопросов нет: ни в очереди, ни среди отвеченных недавно.',
  which: (id: number, question: string, alike: readonly AskedTicket[]): Html =>
    join(
      [
        html`<b>№ ${id}: тот же вопрос, что и один из этих?</b>\n${shorten(question, 400)}`,
        ...alike.map(
          (each) =>
            html`<b>№ ${each.id}</b> · ${STATES[each.status]}\n${shorten(each.question, 400)}`,
        ),
        html`Педагогу будет сказано, с каким вопросом объединён его вопрос, а ответ он получит тот же.`,
      ],
      '\n\n',
    ),
  same: (id: number): string => `Тот же, что № ${id}`,
  joined: (id: number, into: number): string => `Вопрос № ${id} объединён с вопросом № ${into}.`,
  answeredAs: (id: number, from: number): string =>
    `На вопрос № ${id} отправлен ответ, данный на вопрос № ${from}.`,
  changed: 'Этого уже не сделать: один из вопросов с тех пор изменился.',
  kept: (id: number): Html => html`Хорошо, вопрос № ${id} остаётся отдельным.`,
  others: (count: number): Html | null =>
    count === 0
      ? null
      : html`Этот ответ получат и другие педагоги, которые спросили то же: ${count}. Не пишите в нём о ком-то одном.`,

  missing: (
    missing: { words: readonly string[]; facts: readonly string[] } | undefined,
  ): Html | null => {
    if (!missing || missing.words.length + missing.facts.length === 0) return null
    const words = missing.words.slice(0, 6).map((word) => `«${shorten(word, 30)}»`)
    const facts = [...new Set(missing.facts.flatMap((fact) => FACTS[fact] ?? []))]
    const lacking = [
      ...(words.length > 0 ? [`слов ${words.join(', ')}`] : []),
      ...(facts.length > 0 ? [facts.join(', ')] : []),
    ]
    return lacking.length === 0 ? null : html`<b>Чего в найденном нет:</b> ${lacking.join('; ')}.`
  },

  drafting: 'Готовлю черновик…',
  noDraft: 'В документах ничего близкого нет.',
  written: html`<b>Черновик модели, проверьте</b>: сверьте с пунктами, прежде чем отправлять. Чтобы изменить, скопируйте текст, нажмите «Изменить» и пришлите исправленный.`,
  extracted: html`<b>Черновик по документам, проверьте</b>. Чтобы изменить, скопируйте текст, нажмите «Изменить» и пришлите исправленный.`,
}
