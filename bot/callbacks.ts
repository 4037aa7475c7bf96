/** What a button sends back when it is pressed: a name and short fields. It carries no authority. */

/** Every button that does something, with the fields it carries. */
const BUTTONS = {
  // consent and privacy
  agree: { version: 'code', invite: 'code' },
  details: { invite: 'code' },
  withdraw: {},
  erase: {},
  'erase-yes': {},
  'erase-no': {},
  // an answer
  clause: { question: 'id', citation: 'id' },
  helped: { question: 'id' },
  useless: { question: 'id' },
  'ask-tutor': { question: 'id' },
  choose: { question: 'id', round: 'id', option: 'id' },
  // a ticket, on the teacher's side
  resolved: { ticket: 'id' },
  continue: { ticket: 'id' },
  // a ticket, on the tutors' side
  claim: { ticket: 'id' },
  reply: { ticket: 'id' },
  return: { ticket: 'id' },
  prolong: { ticket: 'id' },
  pass: { ticket: 'id', offset: 'id' },
  'pass-to': { ticket: 'id', person: 'id' },
  reject: { ticket: 'id' },
  'reject-yes': { ticket: 'id', draft: 'id' },
  'reject-no': { ticket: 'id', draft: 'id' },
  attachments: { ticket: 'id' },
  send: { ticket: 'id', draft: 'id' },
  change: { ticket: 'id', draft: 'id' },
  discard: { ticket: 'id', draft: 'id' },
  draft: { ticket: 'id' },
  same: { ticket: 'id' },
  'same-as': { ticket: 'id', other: 'id' },
  'same-no': { ticket: 'id' },
  // what the desk has learned
  learn: { ticket: 'id' },
  knowledge: { filter: 'code', offset: 'id' },
  entry: { version: 'id' },
  'entry-change': { version: 'id', revision: 'id' },
  'entry-field': { version: 'id', revision: 'id', field: 'code' },
  'entry-save': { version: 'id', revision: 'id' },
  'entry-drop': { version: 'id' },
  'entry-approve': { version: 'id', revision: 'id' },
  'entry-reject': { version: 'id', revision: 'id' },
  'entry-prolong': { entry: 'id' },
  'entry-correct': { entry: 'id' },
  'entry-remove': { entry: 'id' },
  'entry-remove-yes': { entry: 'id' },
  'entry-keep': {},
  // lists and administration
  questions: { offset: 'id' },
  thread: { ticket: 'id' },
  queue: { filter: 'code', offset: 'id' },
  card: { ticket: 'id' },
  duty: { on: 'code' },
  'tutor-group': { chat: 'code' },
  people: { offset: 'id' },
  invite: { role: 'code' },
  revoke: { person: 'id', role: 'code' },
  // documents
  'document-save': { draft: 'id' },
  'document-drop': { draft: 'id' },
  'document-change': { draft: 'id' },
  'document-field': { draft: 'id', field: 'code' },
  'document-clear': { draft: 'id', field: 'code' },
  'document-back': { draft: 'id' },
  'document-replace': { draft: 'id' },
  docs: { archived: 'code', offset: 'id' },
  doc: { document: 'id' },
  'doc-archive': { document: 'id' },
  'doc-archive-yes': { document: 'id' },
  'doc-restore': { document: 'id' },
  // the glossary
  glossary: { offset: 'id' },
  'glossary-learned': { offset: 'id' },
  'glossary-find': {},
  'glossary-text': {},
  'glossary-entry': { entry: 'id', offset: 'id' },
  'glossary-add': {},
  'glossary-change': { entry: 'id', offset: 'id' },
  'glossary-save': { draft: 'id' },
  'glossary-drop': { draft: 'id' },
  'glossary-remove': { entry: 'id', offset: 'id' },
  'glossary-remove-yes': { entry: 'id', offset: 'id' },
  // what a person says about themselves
  settings: {},
  'profile-begin': {},
  'profile-edit': { field: 'code' },
  'profile-skip': { field: 'code' },
  'profile-back': { field: 'code' },
  'profile-clear': { field: 'code' },
  'profile-institution': { institution: 'id' },
  'profile-words': {},
  reminders: { on: 'code' },
  'quiet-edit': {},
  'quiet-centre': {},
  'quiet-none': {},
  // institutions
  institutions: { offset: 'id' },
  institution: { institution: 'id', offset: 'id' },
  'institutions-find': {},
  'institutions-table': {},
  'institutions-save': { draft: 'id' },
  'institutions-drop': { draft: 'id' },
  'institutions-keep': { draft: 'id' },
  'institutions-remove': { draft: 'id' },
  'institution-add': {},
  'institution-change': { institution: 'id', offset: 'id' },
  'institution-field': { institution: 'id', field: 'code' },
  'institution-remove': { institution: 'id', offset: 'id' },
  'institution-remove-yes': { institution: 'id', offset: 'id' },
  // the audit log
  audit: { kind: 'code', offset: 'id' },
} as const satisfies Record<string, Record<string, 'id' | 'code'>>

export type ButtonName = keyof typeof BUTTONS

export type Fields<Name extends ButtonName> = {
  [Field in keyof (typeof BUTTONS)[Name]]: (typeof BUTTONS)[Name][Field] extends 'id'
    ? number
    : string
}

/** Telegram's limit on a button's data, in bytes; every character we use takes one. */
const LIMIT = 64

const FORMS = { id: /^\d{1,15}$/, code: /^[A-Za-z0-9_-]{0,32}$/ }

/** The data of a button. Throws when a field does not have its form or all together are too long. */
export function pack<Name extends ButtonName>(name: Name, fields: Fields<Name>): string {
  const values: Record<string, string | number> = fields
  const data = [name, ...Object.keys(BUTTONS[name]).map((field) => values[field])].join(':')
  if (data.length > LIMIT || unpack(name, data) === null) {
    throw new Error(`the button ${name} cannot carry ${data.length} bytes of its fields`)
  }
  return data
}

/** The fields of a pressed button; null when it is another one, or was made by somebody else. */
export function unpack<Name extends ButtonName>(name: Name, data: string): Fields<Name> | null {
  const [sent, ...values] = data.split(':')
  const fields = Object.entries(BUTTONS[name])
  if (sent !== name || values.length !== fields.length) return null
  const entries = fields.map(([field, form], index) => {
    const value = values[index] ?? ''
    return FORMS[form].test(value) ? [field, form === 'id' ? Number(value) : value] : null
  })
  if (entries.includes(null)) return null
  // The entries were just made from the button's own fields, each by its form.
  return Object.fromEntries(entries.filter((entry) => entry !== null)) as Fields<Name>
}
