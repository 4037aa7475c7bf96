/** Finds which municipality a text is about, and names it in the nominative: «города Саянска» → «Саянск». */
import { unifyScript } from './normalise.ts'
import { TOWNS } from './towns.ts'

/** Of a longer paragraph or cell the beginning says which place it is about. */
const LONGEST_TEXT = 3000

/** The municipality most clearly named in the texts (the first weigh most), or null. */
export function findTerritory(texts: string[]): string | null {
  const votes = new Map<string, number>()
  texts.forEach((text, index) => {
    const weight = index < 12 ? 3 : 1
    for (const { name, strength } of mentions(unifyScript(text.slice(0, LONGEST_TEXT)))) {
      votes.set(name, (votes.get(name) ?? 0) + weight * strength)
    }
  })
  const ranked = [...votes].sort(([, one], [, other]) => other - one)
  return ranked[0]?.[0] ?? null
}

/** The nominative of a town's name that stands in the genitive, the prepositional or already in the nominative. */
export function toNominative(form: string): string {
  const name = form.replace(/\s+/g, ' ').trim()
  if (isTown(name)) return canonical(name)
  const candidates = wordForms(name)
  return canonical(candidates.find(isTown) ?? candidates[0] ?? name)
}

/** «Качканарский» городской округ → «Качканар», «Ангарский» → «Ангарск»; the adjective is in the nominative. */
export function townOfAdjective(adjective: string): string {
  const stem = adjective.replace(/ский$/, '').replace(/цкий$/, 'ц')
  if (isTown(adjective)) return canonical(adjective)
  const known = [
    ...['', 'ь', 'а', 'я', 'о', 'е', 'ы', 'и', 'ый'].map((ending) => stem + ending),
    ...(/(?:ов|ев|ин|ен|он)$/.test(stem)
      ? [`${stem}о`, stem.slice(0, -2), `${stem.slice(0, -2)}а`]
      : []),
    ...(stem.endsWith('ь') ? [stem.slice(0, -1), `${stem.slice(0, -1)}и`] : []),
  ].find(isTown)
  if (known) return canonical(known)
  return adjective.endsWith('цкий') ? `${stem}к` : `${stem}ск`
}

const WORD = '[А-ЯЁ][а-яё]+|[А-ЯЁ]{2,}'
const NAME = `(?:(?:${WORD})(?:-(?:на|${WORD}))*)(?:\\s(?:${WORD})(?:-(?:${WORD}))*)?`
const TOWN = new RegExp(
  `(?<![\\p{L}])(?:(?:[Гг]ород(?:а|е|ом|у)?|ГОРОДА?|городского округа(?:\\s[-–])?|ГОРОДСКОГО ОКРУГА|городской округ)(?!\\p{L})|г\\.\\s?о\\.|[гГ]\\.)\\s*(?:ЗАТО\\s*)?[«"]?(?:[Гг]орода?\\s|ГОРОДА?\\s|г\\.\\s?)?(${NAME})`,
  'gu',
)
const ADJECTIVE =
  /(?<![\p{L}-])((?:[А-ЯЁ][а-яё]+-)?[А-ЯЁ][а-яё]*(?:ск|цк)(?:ого|ом|ий|ому)|[А-ЯЁ]{3,}(?:СК|ЦК)(?:ОГО|ОМ|ИЙ))\s(городск|муниципальн|район|ГОРОДСК|МУНИЦИПАЛЬН|РАЙОН)\p{L}*(?:\s(округ|район|образован|ОКРУГ|РАЙОН|ОБРАЗОВАН))?/gu
const PLACE = /(?<!\p{L})(?:в|по) ([А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)*(?:е|и))(?!\p{L})/gu

function mentions(text: string): { name: string; strength: number }[] {
  const found: { name: string; strength: number }[] = []
  for (const match of text.matchAll(TOWN)) {
    const name = match[1] ? townName(match[1]) : null
    // After a year «г.» is its own: «Декабрь 2026 г. Дом творчества», but «11.11.2026 г. Саянск».
    const isYear = /\d{4}\s?$/.test(text.slice(Math.max(0, match.index - 6), match.index))
    if (name && (!isYear || isTown(name) || /(?:ск|град|бург)$/.test(name)))
      found.push({ name, strength: 4 })
  }
  for (const [, form = '', word = '', noun = ''] of text.matchAll(ADJECTIVE)) {
    found.push({ name: districtName(titleCase(form), `${word}${noun}`.toLowerCase()), strength: 3 })
  }
  for (const [, form = ''] of text.matchAll(PLACE)) {
    const name = toNominative(form)
    if (TOWNS.has(name)) found.push({ name, strength: 2 })
    // Only a name that other words call a town may win by this form alone when it ends like one.
    else if (/ск$/.test(name)) found.push({ name, strength: 2 })
  }
  return found.filter(({ name }) => !/^(?:Федераци|Росси|Област)/.test(name))
}

/** A second word belongs to the name only where the first is an adjective or both are a known town. */
function townName(form: string): string | null {
  const words = titleCase(form).split(' ')
  const [first = '', second] = words
  if (/^(?:Федеральн|Област|Республик|Кра[йя]|Округ)/.test(first)) return null
  if (second === undefined) return toNominative(first)
  const both = toNominative(`${first} ${second}`)
  if (isTown(both) || /(?:ый|ий|ой|ая|яя|ые|ие|ое)$/.test(both.split(' ')[0] ?? '')) return both
  return toNominative(first)
}

function districtName(form: string, kind: string): string {
  const adjective = form.replace(/(ск|цк)(?:ого|ому|ом)$/, '$1ий')
  if (kind.startsWith('городск')) return townOfAdjective(adjective)
  if (kind.includes('образован')) {
    return `${adjective.replace(/ий$/, 'ое')} муниципальное образование`
  }
  if (kind.includes('округ')) return `${adjective} муниципальный округ`
  return `${adjective} район`
}

/** Possible nominatives, the likeliest first. */
function wordForms(name: string): string[] {
  const words = name.split(' ')
  if (words.length === 2) {
    const [adjective = '', noun = ''] = words
    const nouns = singleForms(noun)
    return nouns
      .flatMap((form) => adjectiveForms(adjective).map((first) => `${first} ${form}`))
      .sort((one, other) => agreement(other) - agreement(one))
  }
  return singleForms(name)
}

/** «Верхняя» agrees with «Пышма», «Великие» with «Луки», «Нижний» with «Тагил». */
function agreement(pair: string): number {
  const [first = '', second = ''] = pair.split(' ')
  if (/(?:ая|яя)$/.test(first)) return /[ая]$/.test(second) ? 2 : 0
  if (/(?:ые|ие)$/.test(first)) return /[ыи]$/.test(second) ? 2 : 0
  if (/(?:ое|ее)$/.test(first)) return /[ое]$/.test(second) ? 2 : 0
  return /[^аяыиое]$/.test(second) ? 2 : 1
}

function singleForms(word: string): string[] {
  const dash = word.lastIndexOf('-')
  if (/-на-/.test(word)) {
    const [first = '', ...rest] = word.split('-')
    return singleForms(first).map((form) => [form, ...rest].join('-'))
  }
  if (dash > 0) {
    const last = word.slice(dash + 1)
    const first = word.slice(0, dash)
    if (/(?:ого|его|ом|ем)$/.test(last) && adjectiveForms(last)[0] !== last) {
      return singleForms(first).flatMap((start) =>
        adjectiveForms(last).map((end) => `${start}-${end}`),
      )
    }
    return singleForms(last).map((form) => `${first}-${form}`)
  }
  if (/(?:ого|его)$/.test(word)) return adjectiveForms(word)
  return nounForms(word)
}

function adjectiveForms(word: string): string[] {
  const stem = word.replace(/(?:ого|его|ом|ем|ей|ой|ых|их|ый|ий|ая|яя|ые|ие|ое)$/, '')
  if (stem === word) return [word]
  if (/(?:ей|ая|яя)$/.test(word)) return [`${stem}яя`, `${stem}ая`]
  if (/(?:ых|их|ые|ие)$/.test(word))
    return [`${stem}${/[кгх]$/.test(stem) ? 'ие' : 'ые'}`, `${stem}ие`]
  const masculine = /[кгх]$/.test(stem) || /(?:его|ем)$/.test(word) ? `${stem}ий` : `${stem}ый`
  if (/ой$/.test(word)) return [word, `${stem}ая`]
  return [masculine, `${stem}ой`, `${stem}ое`, `${stem}ее`]
}

function nounForms(word: string): string[] {
  const stem = word.slice(0, -1)
  if (/ска$|ске$/.test(word)) return [stem]
  if (/[аы]$/.test(word)) {
    return word.endsWith('а') ? [stem, `${stem}о`, word, ...fleeting(stem)] : [`${stem}а`, word]
  }
  if (/(?:ка|га|ха)$/.test(word)) return [stem, word]
  if (word.endsWith('ья')) return [`${stem}е`, word]
  if (word.endsWith('я')) return [`${stem}ь`, `${stem}й`, word]
  if (/[кгхжшч]и$/.test(word)) return [`${stem}а`, word, `${stem}ь`]
  if (word.endsWith('и')) return [`${stem}ь`, `${stem}я`, word]
  if (word.endsWith('е')) return [stem, `${stem}о`, `${stem}а`, `${stem}ь`, word, ...fleeting(stem)]
  return [word, ...plurals(word)]
}

/** «Орла» → «Орёл», «Торжка» → «Торжок», «Ельца» → «Елец». */
function fleeting(stem: string): string[] {
  const last = stem.slice(-1)
  const head = stem.slice(0, -1).replace(/ь$/, '')
  return ['о', 'е', 'ё'].map((vowel) => head + vowel + last)
}

/** «Чебоксар» → «Чебоксары», «Химок» → «Химки», «Челнов» → «Челны». */
function plurals(word: string): string[] {
  const bare = word.replace(/(?:ов|ев|ей)$/, '')
  return [
    ...(bare === word ? [] : [`${bare}ы`, `${bare}и`]),
    `${word}ы`,
    `${word}и`,
    ...(/[оеё].$/.test(word)
      ? [`${word.slice(0, -2)}${word.slice(-1)}и`, `${word.slice(0, -2)}${word.slice(-1)}ы`]
      : []),
  ]
}

const KNOWN = new Map([...TOWNS].map((name) => [fold(name), name]))

function isTown(name: string): boolean {
  return KNOWN.has(fold(name))
}

/** As the list spells it, ё included; unknown names stay. */
function canonical(name: string): string {
  return KNOWN.get(fold(name)) ?? name
}

function fold(name: string): string {
  return name.toLowerCase().replaceAll('ё', 'е')
}

function titleCase(name: string): string {
  return name.replace(/\p{L}+/gu, (word) =>
    word === word.toUpperCase() && word.length > 1
      ? word.slice(0, 1) + word.slice(1).toLowerCase()
      : word,
  )
}
