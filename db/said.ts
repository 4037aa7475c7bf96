/** What people say to each other through the program: words and files, and where they were said. */

export interface Said {
  /** The words of the whole. */
  text: string
  /** The same with their formatting, in the messenger's markup. */
  markup?: string | undefined
  attachments?: Attachment[] | undefined
  /** Several files have words of their own, which stay with them; then there are none of the whole. */
  apart?: boolean | undefined
}

export interface Attachment {
  kind: 'photo' | 'document' | 'video' | 'audio' | 'voice' | 'animation' | 'video_note'
  /** What the messenger calls the file. */
  fileId: string
  /** The message that brought it. */
  messageId: string
  name?: string | undefined
  /** Its caption, plain and with the formatting. */
  words?: string | undefined
  caption?: string | undefined
}

/** Where something was said: the messages, one or the parts of an album. */
export interface SaidIn {
  chatKey: string
  messageIds: string[]
  album: string | null
}
