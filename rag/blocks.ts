/** What a reader makes of a file: the page as a person sees it, without furniture. Readers know nothing else. */

/** A position of a table's grid. Merged cells fill every position they cover with their text. */
export interface Cell {
  text: string
  /** Set where the position is covered by a merged cell that began to the left or above. */
  continued?: 'left' | 'above'
}

export type Block =
  | {
      kind: 'paragraph'
      /** As seen: with the number or bullet that a list gives it; line breaks within a paragraph are `\n`. */
      text: string
      /** 1 for the outermost heading, where the format says so (a heading style, `#`, `<h1>`). */
      level?: number
      bold?: boolean
      centred?: boolean
      /** The name of a workbook's sheet, which begins here. */
      sheet?: true
      /** The number of the row in the sheet, where it stands in one. */
      row?: number
      /** Texts of the footnotes marked in this paragraph, in order. */
      footnotes?: string[]
    }
  | {
      kind: 'table'
      /** A rectangular grid: every row has the same number of cells. */
      rows: Cell[][]
      /** The numbers of the rows in the sheet, where they stand in one. */
      numbers?: number[]
      footnotes?: string[]
    }

/** A file as blocks in reading order, with what the format itself says about it. */
export interface ReadDocument {
  format: Format
  blocks: Block[]
  /** Title from the file's own properties, if any; often wrong, so used last. */
  property?: { title?: string }
}

export type Format = 'docx' | 'doc' | 'pdf' | 'txt' | 'md' | 'rtf' | 'xlsx' | 'html'
