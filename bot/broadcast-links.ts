/** Reads the buttons that a person wants under a broadcast, a line each: «Записаться — https://…». */

/** A button that opens an address. */
export interface Link {
  text: string
  url: string
}

export type ReadLinks =
  | { kind: 'links'; links: Link[] }
  /** What is wrong, and in which line as it was written. */
  | { kind: 'fault'; fault: LinkFault; line: string }

export type LinkFault = 'no-address' | 'not-https' | 'no-words' | 'long-words' | 'too-many'

const MOST_LINKS = 8
const LONGEST_LINK_TEXT = 60
const LONGEST_ADDRESS = 1000

export function readLinks(text: string): ReadLinks {
  const lines = text.split('\n').flatMap((line) => line.trim() || [])
  const links: Link[] = []
  for (const line of lines) {
    const read = readLine(line)
    if (typeof read === 'string') return { kind: 'fault', fault: read, line }
    links.push(read)
  }
  if (links.length > MOST_LINKS) return { kind: 'fault', fault: 'too-many', line: '' }
  return { kind: 'links', links }
}

/** The address is the last word of the line. */
function readLine(line: string): Link | LinkFault {
  const [, before = '', address = ''] = /^(.*?)(\S+)$/.exec(line) ?? []
  if (!/[./]/.test(address)) return 'no-address'
  const url = /^https:\/\//i.test(address) && URL.canParse(address) ? new URL(address) : null
  if (!url || url.username || url.password || !url.hostname.includes('.')) return 'not-https'
  const words = before
    .replace(/[\s:—–-]+$/, '')
    .replace(/\s+/g, ' ')
    .trim()
  if (words === '') return 'no-words'
  if (words.length > LONGEST_LINK_TEXT || address.length > LONGEST_ADDRESS) return 'long-words'
  return { text: words, url: address }
}
