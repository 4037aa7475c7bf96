/** Bytes of a Russian text → the text, whatever it was encoded in. */
import { TextDecoder } from 'node:util'

const SINGLE_BYTE = ['windows-1251', 'koi8-r', 'ibm866']

/** Decodes UTF-8, UTF-16 and the three single-byte encodings of Cyrillic, told apart by how Russian looks in them. */
export function decode(bytes: Uint8Array): string {
  const marked = byMark(bytes)
  if (marked) return new TextDecoder(marked).decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    const lossy = new TextDecoder('utf-8').decode(bytes)
    if (isNearlyRussian(lossy)) return lossy
  }
  const best = SINGLE_BYTE.map((name) => ({ name, score: russianness(sampleOf(bytes), name) }))
  best.sort((a, b) => b.score - a.score)
  return new TextDecoder(best[0]?.name).decode(bytes)
}

/** UTF-8 with a broken byte here and there, as a cut or a bad converter leaves it. */
function isNearlyRussian(text: string): boolean {
  const broken = text.match(/\ufffd/g)?.length ?? 0
  return (text.match(/[а-яё]/giu)?.length ?? 0) > broken * 50
}

function byMark(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  // Without a mark: the high byte of a Cyrillic letter is 4 and stands in every second place.
  const places = [0, 0]
  const sample = sampleOf(bytes)
  for (const [i, byte] of sample.entries())
    if (byte === 4 || byte === 0) places[i % 2] = (places[i % 2] ?? 0) + 1
  const [even = 0, odd = 0] = places
  if (odd > sample.length * 0.35 && even < odd / 10) return 'utf-16le'
  if (even > sample.length * 0.35 && odd < even / 10) return 'utf-16be'
  return null
}

function sampleOf(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(0, 20_000)
}

// Share of each letter in Russian text, in thousandths; rare ones are left at 1.
const FREQUENCY: Record<string, number> = {
  о: 110,
  е: 85,
  а: 80,
  и: 74,
  н: 67,
  т: 63,
  с: 55,
  р: 47,
  в: 45,
  л: 44,
  к: 35,
  м: 32,
  д: 30,
  п: 28,
  у: 26,
  я: 20,
  ы: 19,
  ь: 17,
  г: 17,
  з: 16,
  б: 16,
  ч: 14,
  й: 12,
  х: 10,
  ж: 9,
  ш: 7,
  ю: 6,
}

/** Mean frequency of the letters, less what Russian never does: a capital inside a word, box-drawing, stray signs. */
function russianness(bytes: Uint8Array, encoding: string): number {
  const text = new TextDecoder(encoding).decode(bytes)
  let score = 0
  let seen = 0
  let previous = ''
  for (const character of text) {
    if (character > '\u007f') {
      seen += 1
      score +=
        FREQUENCY[character.toLowerCase()] ?? (/[а-яё№«»–—…“”„ \u00a0]/iu.test(character) ? 1 : -60)
      if (/[а-яё]/u.test(previous) && /[А-ЯЁ]/u.test(character)) score -= 120
    }
    previous = character
  }
  return seen === 0 ? 0 : score / seen
}
