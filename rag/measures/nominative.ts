/** Puts whom a clause addresses into the nominative: «Руководителям школ» → «Руководители школ»; nothing where that is not certain. */

/** «Управлению образования (Иванова И.И.), директорам школ» as who they are; null where any of it may be another form. */
export function nominativeOf(text: string): string | null {
  let head: Head | null = null
  const parts: string[] = []
  for (const part of partsOf(text)) {
    const [, before = '', said = '', after = ''] =
      /^([,;\s]*)(.*?)(\s*(?:\([^)]*\)\s*)*)$/su.exec(part) ?? []
    const made: Made | null = said === '' ? { said, form: head } : inNominative(said, head)
    if (made === null) return null
    head = made.form
    parts.push(before + made.said + after)
  }
  return parts.join('')
}

/** What later words of the same thought agree with. */
type Head = 'masculine' | 'feminine' | 'neuter' | 'plural'

interface Made {
  said: string
  form: Head | null
}

/** Cut before commas and semicolons outside brackets and quotes. */
function partsOf(text: string): string[] {
  return text.split(/(?=[,;](?![^«]*»)(?![^(]*\)))/u)
}

function inNominative(said: string, agrees: Head | null): Made | null {
  const [first = '', ...rest] = said.split(' ')
  const participle = agrees && PARTICIPLE.exec(first)
  if (agrees && participle) {
    const [, stem = '', ending = ''] = participle
    return ending === DATIVE[agrees]
      ? { said: [stem + NOMINATIVE[agrees], ...rest].join(' '), form: agrees }
      : null
  }
  if (PERSON.test(said)) {
    const person = personOf(said)
    return person === null ? null : { said: person, form: null }
  }
  const phrase = phraseOf(said)
  if (!phrase) return null
  const others = othersOf(phrase.rest)
  return others === null ? null : { said: phrase.head + others, form: phrase.form }
}

/** «…курирующим методическую работу»: whoever it is said of stands before it. */
const PARTICIPLE = /^(\p{Ll}+(?:[уюая]щ|вш))(им|ему|ей)$/u
const DATIVE = { masculine: 'ему', neuter: 'ему', feminine: 'ей', plural: 'им' } as const
const NOMINATIVE = { masculine: 'ий', neuter: 'ее', feminine: 'ая', plural: 'ие' } as const

/** A surname with initials. What ends like a woman's in the dative is one; a man's may be a woman's in other cases, not here. */
function personOf(said: string): string | null {
  const [, surname = '', initials] = PERSON.exec(said) ?? []
  if (initials === undefined) return null
  const made = surname
    .replace(/(?<=(?:[оеё]в|[иы]н))ой$/u, 'а')
    .replace(/(?<=[сц]к)ой$/u, 'ая')
    .replace(/(?<=[сц]к)ому$/u, 'ий')
    .replace(/(?<=(?:[оеё]в|[иы]н|енк|чук|щук|юк))у$/u, '')
  if (made !== surname && !/енк$/u.test(made)) return made + initials
  return /(?:[оеё]в|[иы]н)а?$|ская$|ский$|ко$/u.test(surname) ? said : null
}

const PERSON = /^(\p{Lu}[\p{Ll}-]+)(\s+\p{Lu}\.\s?\p{Lu}\.?)$/u

interface Phrase {
  head: string
  rest: string
  form: Head
}

/** Adjectives and the noun that they belong to; what follows is governed by it and stays. */
function phraseOf(said: string): Phrase | null {
  const [, kind = '', ending = '', work = ''] =
    /^(заведующ|управляющ)(им|ему|ей)(?=\s)(.*)$/isu.exec(said) ?? []
  if (kind !== '') {
    const form = ending === 'им' ? 'plural' : ending === 'ей' ? 'feminine' : 'masculine'
    return { head: kind + NOMINATIVE[form], rest: work, form }
  }
  const words = said.split(' ')
  for (const [form, { adjective, noun }] of DECLENSIONS) {
    const at = words.findIndex((word) => !adjective.test(word))
    const found = words[at]
    const made = found === undefined ? null : noun(found)
    if (at < 0 || made === null || (form === 'feminine' && at === 0)) continue
    const { said: head, form: gender } = made
    const adjectives = words.slice(0, at).map((word) => adjectiveOf(word, gender))
    if (adjectives.includes(null)) return null
    const rest = words.slice(at + 1).map((word) => ` ${word}`)
    return { head: [...adjectives, head].join(' '), rest: rest.join(''), form: gender }
  }
  return null
}

const DECLENSIONS: [
  Head,
  { adjective: RegExp; noun: (word: string) => { said: string; form: Head } | null },
][] = [
  ['plural', { adjective: /\p{Ll}[ыи]м$/u, noun: pluralNoun }],
  ['masculine', { adjective: /\p{Ll}(?:ому|ему)$/u, noun: singularNoun }],
  ['feminine', { adjective: /\p{Ll}(?:ой|ей)$/u, noun: feminineNoun }],
]

function pluralNoun(word: string): { said: string; form: Head } | null {
  const rule = PLURALS.find(([ending]) => ending.test(word))
  const said = rule ? word.replace(rule[0], rule[1]) : word
  return said === word ? null : { said, form: 'plural' }
}

/** The first that fits; an ending that leads nowhere is not certain. */
const PLURALS: [RegExp, string][] = [
  [/(?<=(?:^|\P{L})(?:директор|мастер|доктор|профессор|дом|город|округ))ам$/iu, 'а'],
  [/(?<=^учител)ям$/iu, 'я'],
  [/(?<=^лиц)ам$/iu, 'а'],
  [/(?<=^(?:инспектор|редактор|дел|прав|мест|слов|числ|сел|окн))ам$/iu, 'ам'],
  [/(?<=(?:компани|лини|парти))ям$/iu, 'и'],
  [/(?<=(?:ни|ти))ям$/u, 'я'],
  [/(?<=и)ям$/u, 'и'],
  [/(?<=(?:тел|ар|е))ям$/u, 'и'],
  [/(?<=(?:ств|ищ))ам$/u, 'а'],
  [/(?<=[кгхжшчщ])ам$/u, 'и'],
  [/(?<=[бвдзлмнпрстфц])ам$/u, 'ы'],
]

function singularNoun(word: string): { said: string; form: Head } | null {
  const rule = SINGULARS.find(([ending]) => ending.test(word))
  if (!rule) return null
  const [ending, made, form] = rule
  const said = word.replace(ending, made)
  return said === word ? null : { said, form }
}

/** Without those whose last vowel comes and goes: «кружку», «узлу», «отцу». */
const SINGULARS: [RegExp, string, Head][] = [
  [/^(?:звену|делу|месту|праву|слову|числу)$/iu, '$&', 'neuter'],
  [/(?<=[нт]и)ю$/u, 'е', 'neuter'],
  [/(?<=ств)у$/u, 'о', 'neuter'],
  [/(?<=р)ию$/u, 'ий', 'masculine'],
  [/(?<=е)ю$/u, 'й', 'masculine'],
  [/(?<=(?:тел|ар))ю$/u, 'ь', 'masculine'],
  [
    /(?<=(?:ник|тр|[аеиоуыюя][бвгджзлмнпрстфхчш]|[аеиоуыюя](?:нт|рс|нс|ст|кт|рт|рд|рг|мб)))у$/u,
    '',
    'masculine',
  ],
]

function feminineNoun(word: string): { said: string; form: Head } | null {
  const said = word.replace(/(?<=и)и$/u, 'я').replace(/(?<=[бвгдзкмнпрстфх]|школ)е$/u, 'а')
  return said === word ? null : { said, form: 'feminine' }
}

/** Null for one whose stress is not known: «-овому» is «-овый» or «-овой». */
function adjectiveOf(word: string, form: Head): string | null {
  switch (form) {
    case 'plural':
      return word.replace(/м$/u, 'е')
    case 'neuter':
      return word.replace(/му$/u, 'е')
    case 'feminine':
      return word.replace(/(?<!н)ей$|ой$/u, 'ая').replace(/(?<=н)ей$/u, 'яя')
    case 'masculine': {
      if (STRESSED.test(word)) return word.replace(/ому$/u, 'ой')
      if (/(?<!баз|финанс|кадр|перв)овому$/iu.test(word)) return null
      return word.replace(/(?<=[кгхжшщчн])ему$|(?<=[кгх])ому$/u, 'ий').replace(/ому$/u, 'ый')
    }
  }
}

const STRESSED =
  /^(?:городск|областн|окружн|краев|заводск|головн|выездн|передов|тверск|донск)ому$/iu

/** What is joined to the head by «и» is addressed, too, unless «по» leads to it; null where its form is not certain. */
function othersOf(rest: string): string | null {
  const [, before = '', and = '', other = ''] = /^(.*?)(\s(?:и|или)\s)(.*)$/su.exec(rest) ?? []
  if (and === '' || /(?:^|\s)по\s/u.test(before)) return withPerson(rest)
  const [first = ''] = other.split(' ')
  if (!/\p{Ll}(?:ам|ям|ому|ему|ым|им|у|ю)$/u.test(first)) return rest
  const made = phraseOf(other)
  const others = made && othersOf(made.rest)
  return made && others !== null ? before + and + made.head + others : null
}

/** «Методисту Ивановой А.А.»: the name agrees with what it stands beside. */
function withPerson(rest: string): string | null {
  const [, before = '', name] =
    /^(.*\s)(\p{Lu}[\p{Ll}-]+\s+\p{Lu}\.\s?\p{Lu}\.?)$/su.exec(rest) ?? []
  if (name === undefined) return rest
  const person = personOf(name)
  return person === null ? null : before + person
}
