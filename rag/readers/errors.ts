/** Why a file could not be read, in words for the person who sent it. */

export type UnreadableReason =
  | 'empty'
  | 'too-large'
  | 'unsupported'
  | 'encrypted'
  | 'damaged'
  | 'scan'
  | 'too-much'

/** The largest file that is read, in bytes. */
export const MAX_FILE_BYTES = 20 * 1024 * 1024

/** Thrown for a file that nothing was taken from; `message` is Russian and says what to do. */
export class UnreadableFileError extends Error {
  override name = 'UnreadableFileError'
  readonly reason: UnreadableReason
  readonly file: string

  /** `file` is the name to show; `detail`, where there is one, is for the log and goes into `cause`. */
  constructor(reason: UnreadableReason, file: string, detail?: string) {
    super(messages[reason](file), detail === undefined ? undefined : { cause: detail })
    this.reason = reason
    this.file = file
  }
}

/** Thrown by a reader inside the child; becomes an `UnreadableFileError` with the file's name. */
export class Refusal extends Error {
  override name = 'Refusal'
  readonly reason: UnreadableReason

  constructor(reason: UnreadableReason, detail: string) {
    super(detail)
    this.reason = reason
  }
}

const FORMATS = 'DOCX, DOC, PDF с текстом, RTF, TXT, MD, XLSX или HTML'

const messages: Record<UnreadableReason, (file: string) => string> = {
  empty: (file) => `Файл «${file}» пуст: в нём нет текста. Проверьте его и пришлите заново.`,
  'too-large': (file) =>
    `Файл «${file}» больше 20 МБ. Уберите из него рисунки или разделите документ на части.`,
  unsupported: (file) =>
    `Файл «${file}» не похож ни на один из документов, которые можно прочитать. Пришлите ${FORMATS}.`,
  encrypted: (file) => `Файл «${file}» защищён паролем. Снимите защиту и пришлите его заново.`,
  damaged: (file) =>
    `Файл «${file}» повреждён, прочитать его не удалось. Откройте его у себя, сохраните заново и пришлите ещё раз.`,
  scan: (file) =>
    `В файле «${file}» нет текста: похоже, это скан. Распознайте его или пришлите исходный документ.`,
  'too-much': (file) =>
    `Файл «${file}» слишком велик в развёрнутом виде, чтение остановлено. Разделите документ на части или пришлите его в другом формате.`,
}
