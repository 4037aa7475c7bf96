/** Nothing personal leaves the machine: hides names, phones and the like behind placeholders, and puts them back. */
import type { FoundName } from './names.ts'
import { findNames, mayBeSame } from './names.ts'
import type { PersonalKind } from './personal.ts'
import { findPersonal } from './personal.ts'
import { stem, words } from './words.ts'

/** One conversation: the same person has the same number in all its texts. */
export interface Mask {
  /** Takes note of the names in a text, so that another text's bare surname is known for one. */
  learn(text: string): void
  /** «Иванову М. П.» → «[ИМЯ 1]»; another form of the same person's name → «[ИМЯ 1.2]». */
  hide(text: string): string
  /** Each placeholder's own text; `restore(hide(text))` is `text`. Unknown placeholders stay, see `hasPlaceholder`. */
  restore(text: string): string
}

export function createMask(): Mask {
  const people: { name: FoundName; forms: string[] }[] = []
  const others: Record<Label, string[]> = {
    ТЕЛЕФОН: [],
    ПОЧТА: [],
    АККАУНТ: [],
    НОМЕР: [],
    МЕТКА: [],
  }

  function placeholderOf(found: Found): string {
    if (found.label !== 'ИМЯ') {
      const known = others[found.label]
      return `[${found.label} ${place(known, found.text)}]`
    }
    const person = personOf(found.name)
    const form = place(person.forms, found.text)
    const number = people.indexOf(person) + 1
    return form === 1 ? `[ИМЯ ${number}]` : `[ИМЯ ${number}.${form}]`
  }

  function personOf(name: FoundName) {
    const known = people.find((person) => mayBeSame(person.name, name))
    if (known) {
      if (name.initials.length > known.name.initials.length) known.name = name
      return known
    }
    const person = { name, forms: [] }
    people.push(person)
    return person
  }

  const surnames = () => new Set(people.map(({ name }) => name.surname ?? ''))

  return {
    learn(text) {
      for (const found of findAll(text, surnames())) placeholderOf(found)
    },
    hide(text) {
      return replace(text, findAll(text, surnames()), placeholderOf)
    },
    restore(text) {
      return text.replace(PLACEHOLDER, (whole, label: string, number: string, form: string) => {
        const known = label.startsWith('ИМ')
          ? people[Number(number) - 1]?.forms[Number(form ?? 1) - 1]
          : others[asLabel(label)]?.[Number(number) - 1]
        return known ?? whole
      })
    },
  }
}

/** The text with a plain word in each place («имя», «телефон»): for what is never put back, such as embeddings. */
export function withoutPersons(text: string): string {
  return replace(text, findAll(text, new Set()), ({ label }) => label.toLowerCase())
}

/** Whether a text still holds a placeholder: one that a model made up. */
export function hasPlaceholder(text: string): boolean {
  return text.search(PLACEHOLDER) >= 0
}

type Label = 'ТЕЛЕФОН' | 'ПОЧТА' | 'АККАУНТ' | 'НОМЕР' | 'МЕТКА'

type Found = { start: number; end: number; text: string } & (
  | { label: Label }
  | { label: 'ИМЯ'; name: FoundName }
)

const LABELS: Record<PersonalKind, Label> = {
  phone: 'ТЕЛЕФОН',
  email: 'ПОЧТА',
  username: 'АККАУНТ',
  id: 'НОМЕР',
}

/** Models decline the label and are careless with spaces. */
const PLACEHOLDER =
  /\[\s*(ИМЯ|ИМЕНИ|ИМЕНЕМ|ТЕЛЕФОН\p{Lu}{0,2}|ПОЧТ\p{Lu}{1,2}|АККАУНТ\p{Lu}{0,2}|НОМЕР\p{Lu}{0,2}|МЕТК\p{Lu}{1,2})\s+(\d{1,4})(?:\.(\d{1,3}))?\s*\]/gu

function asLabel(word: string): Label {
  const labels: Label[] = ['ТЕЛЕФОН', 'ПОЧТА', 'АККАУНТ', 'НОМЕР']
  return labels.find((label) => word.startsWith(label.slice(0, 4))) ?? 'МЕТКА'
}

/** In reading order, without overlaps: a placeholder that somebody wrote is hidden like anything else. */
function findAll(text: string, surnames: Set<string>): Found[] {
  const found: Found[] = []
  const add = (item: Found) => {
    if (!found.some(({ start, end }) => item.start < end && start < item.end)) found.push(item)
  }
  for (const match of text.matchAll(PLACEHOLDER)) {
    const start = match.index
    add({ start, end: start + match[0].length, text: match[0], label: 'МЕТКА' })
  }
  for (const { kind, ...rest } of findPersonal(text)) add({ ...rest, label: LABELS[kind] })
  const names = findNames(text)
  for (const name of names) if (!name.honoured) add({ ...name, label: 'ИМЯ', name })
  const honoured = names.filter((name) => name.honoured)
  for (const name of knownSurnames(text, surnames)) {
    if (!honoured.some(({ start, end }) => name.start < end && start < name.end))
      add({ ...name, label: 'ИМЯ', name })
  }
  return found.sort((a, b) => a.start - b.start)
}

/** Surnames of people already met, however they are written («каурову»). */
function knownSurnames(text: string, surnames: Set<string>): FoundName[] {
  const found: FoundName[] = []
  for (const match of text.matchAll(/\p{L}{4,}/gu)) {
    const [word] = words(match[0])
    const surname = word ? stem(word) : ''
    if (!surnames.has(surname) || !/(?:[оеи]в|[иы]н)$/.test(surname)) continue
    const start = match.index
    const end = start + match[0].length
    found.push({ start, end, text: match[0], surname, initials: '', honoured: false })
  }
  return found
}

function replace(text: string, found: Found[], by: (found: Found) => string): string {
  let result = ''
  let from = 0
  for (const item of found) {
    result += text.slice(from, item.start) + by(item)
    from = item.end
  }
  return result + text.slice(from)
}

/** The text's place in the list, from 1; it is added when it is new. */
function place(list: string[], text: string): number {
  const known = list.indexOf(text)
  return known >= 0 ? known + 1 : list.push(text)
}
