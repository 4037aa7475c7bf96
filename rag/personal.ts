/** Finds what leads to a person beside the name: phones, e-mails, usernames, numbers of documents and accounts. */

export type PersonalKind = 'phone' | 'email' | 'username' | 'id'

export interface FoundPersonal {
  start: number
  end: number
  text: string
  kind: PersonalKind
}

/** All finds in reading order; they do not overlap. Numbers and dates of regulations («№ 116-26-175») are none. */
export function findPersonal(text: string): FoundPersonal[] {
  const found: FoundPersonal[] = []
  for (const { kind, pattern, digits } of SHAPES) {
    for (const match of text.matchAll(pattern)) {
      const start = match.index
      const end = start + match[0].length
      if (digits && !digits.includes(match[0].replace(/\D/g, '').length)) continue
      if (found.some((other) => start < other.end && other.start < end)) continue
      found.push({ start, end, text: match[0], kind })
    }
  }
  return found.sort((a, b) => a.start - b.start)
}

/** Nothing that continues a longer number, and no document's number. */
const BEFORE = '(?<![\\d№.,/-])(?<!№[ \\u00a0])'
const AFTER = '(?![\\d]|[-/.,]\\d)'
const GAP = '[ \\u00a0\\t-]{0,3}'

function number(pattern: string): RegExp {
  return new RegExp(`${BEFORE}${pattern}${AFTER}`, 'giu')
}

/** In order of certainty: what an earlier one takes a later one leaves. */
const SHAPES: { kind: PersonalKind; pattern: RegExp; digits?: number[] }[] = [
  {
    kind: 'username',
    pattern:
      /(?:https?:\/\/)?(?:www\.|m\.)?(?:t\.me|telegram\.me|vk\.com|vk\.ru|wa\.me|ok\.ru|max\.ru)\/[^\s<>«»",;)]*[^\s<>«»",;).!?:]/giu,
  },
  {
    kind: 'email',
    pattern: /[\p{L}\p{N}._%+-]{0,63}[\p{L}\p{N}]@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/giu,
  },
  { kind: 'username', pattern: /(?<![\p{L}\p{N}_.@])@[a-z]\w{3,31}/giu },
  // СНИЛС: 123-456-789 01
  { kind: 'id', pattern: number('\\d{3}-\\d{3}-\\d{3}[ \\u00a0-]?\\d{2}') },
  // +7 (912) 345-67-89, 8 39553 5-63-20, 89123456789
  {
    kind: 'phone',
    pattern: new RegExp(
      `(?<![\\d№.,/-])(?<!№[ \\u00a0])(?:\\+7|7|8)${GAP}\\(?\\d{3,5}\\)?${GAP}\\d{1,3}${GAP}\\d{2}${GAP}\\d{2}${AFTER}`,
      'giu',
    ),
    digits: [11],
  },
  { kind: 'phone', pattern: /(?<![\d№])\+\d{1,3}(?:[ \u00a0()-]{0,2}\d){8,11}(?!\d)/giu },
  { kind: 'phone', pattern: number(`\\(?9\\d{2}\\)?${GAP}\\d{3}${GAP}\\d{2}${GAP}\\d{2}`) },
  // (39553) 5-63-20
  { kind: 'phone', pattern: number(`\\(\\d{3,5}\\)${GAP}\\d{1,3}${GAP}\\d{2}${GAP}\\d{2}`) },
  // 345-67-89, 5-63-20; of «12-10-21» only the word before says that it is no date
  { kind: 'phone', pattern: number('(?:\\d{3}|\\d)-\\d{2}-\\d{2}') },
  {
    kind: 'phone',
    pattern:
      /(?<=(?:тел|телефон\p{L}{0,3}|факс\p{L}{0,2}|моб|звон\p{L}{1,5})[.:]?\s{0,3})(?:\d{2}[ -]?){2}\d{2}(?![\d-])/giu,
  },
  // «4510 123456», «45 10 № 123456»; «серия 4510»
  { kind: 'id', pattern: number('\\d{2} ?\\d{2} ?(?:№ ?)?\\d{6}') },
  { kind: 'id', pattern: /(?<=сери[яюи]\s{0,2})\d{2} ?\d{2}(?!\d)/giu },
  {
    kind: 'id',
    pattern:
      /(?<=паспорт\p{L}{0,2}[^\d\n]{0,25}|сери[яюи] \d{2} ?\d{2}[^\d\n]{0,12})\d{6}(?!\d)/giu,
  },
  { kind: 'id', pattern: /(?<=(?<!\p{L})id[ :=№#]{0,3})\d{4,}/giu },
  {
    kind: 'id',
    pattern: new RegExp(`${BEFORE}\\d{7,}(?!\\d|[.,]\\d|\\s*(?:руб|тыс|млн|₽))`, 'giu'),
  },
]
