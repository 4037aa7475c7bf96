/** Small files of every kind, as people send them. */
import type { FileToSend } from './telegram-people.ts'

const PIXEL = Buffer.from('R0lGODlhAQABAAAAACwAAAAAAQABAAA=', 'base64')

export function photo(caption?: string): FileToSend {
  return { name: 'точка.gif', bytes: PIXEL, kind: 'photo', ...worded(caption) }
}

export function paper(name: string, caption?: string): FileToSend {
  return { name, bytes: Buffer.from(name), ...worded(caption) }
}

export function recording(
  kind: 'voice' | 'video' | 'audio' | 'animation' | 'video_note',
): FileToSend {
  return { name: `${kind}.bin`, bytes: Buffer.from(kind), kind }
}

function worded(caption: string | undefined) {
  return caption === undefined ? {} : { caption }
}
