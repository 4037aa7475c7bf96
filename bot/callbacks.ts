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
  // for whom something is meant
  audience: { of: 'code', id: 'id' },
  'audience-part': { of: 'code', id: 'id', part: 'code', offset: 'id' },
  'audience-with': { of: 'code', id: 'id', part: 'code', value: 'code', offset: 'id' },
  'audience-without': { of: 'code', id: 'id', part: 'code', value: 'code', offset: 'id' },
  'audience-clear': { of: 'code', id: 'id', part: 'code' },
  'audience-ask': { of: 'code', id: 'id', what: 'code' },
  'audience-find': { of: 'code', id: 'id', institution: 'id' },
  'audience-unfind': { of: 'code', id: 'id', institution: 'id' },
  'audience-saved': { of: 'code', id: 'id', offset: 'id' },
  'audience-take': { of: 'code', id: 'id', saved: 'id' },
  'audience-weed': { of: 'code', id: 'id', offset: 'id' },
  'audience-drop': { of: 'code', id: 'id', saved: 'id' },
  'audience-done': { of: 'code', id: 'id' },
  // networking sites
  sites: { offset: 'id' },
  site: { site: 'id', offset: 'id' },
  'site-follow': { site: 'id', offset: 'id' },
  'site-unfollow': { site: 'id', offset: 'id' },
  'site-leave': { site: 'id' },
  'site-add': {},
  'site-change': { site: 'id', offset: 'id' },
  'site-field': { site: 'id', field: 'code' },
  'site-clear': { site: 'id', field: 'code' },
  'site-host': { site: 'id', institution: 'id' },
  'site-host-words': { site: 'id' },
  'site-archive': { site: 'id', offset: 'id' },
  'site-archive-yes': { site: 'id', offset: 'id' },
  // an event that is being drafted
  'draft-go-on': { event: 'id' },
  'draft-anew': { event: 'id' },
  'draft-skip': { event: 'id', field: 'code' },
  'draft-back': { event: 'id', field: 'code' },
  'draft-site': { event: 'id', site: 'id' },
  'draft-sites': { event: 'id', offset: 'id' },
  'draft-time': { event: 'id', by: 'id' },
  'draft-clear': { event: 'id', field: 'code' },
  'draft-audience': { event: 'id' },
  'draft-preview': { event: 'id' },
  'draft-change': { event: 'id' },
  'draft-field': { event: 'id', field: 'code' },
  'draft-publish': { event: 'id', revision: 'id' },
  'draft-drop': { event: 'id' },
  // a published event, changed by a methodist
  'event-edit': { event: 'id' },
  'event-field': { event: 'id', field: 'code' },
  'event-clear': { event: 'id', field: 'code' },
  'event-sites': { event: 'id', offset: 'id' },
  'event-site': { event: 'id', site: 'id' },
  'event-apply': { event: 'id', by: 'id' },
  'event-keep': { event: 'id' },
  'event-cancel': { event: 'id' },
  'event-no-reason': { event: 'id' },
  'event-cancel-yes': { event: 'id', by: 'id' },
  // people and events: marks of their own, lists, and for methodists the card
  'event-mark': { event: 'id', mark: 'code', view: 'code' },
  'event-calendar': { event: 'id' },
  'event-rate': { event: 'id', rating: 'id' },
  'event-files': { event: 'id' },
  events: { filter: 'code', offset: 'id' },
  event: { event: 'id', filter: 'code', offset: 'id' },
  'event-card': { event: 'id' },
  'event-people': { event: 'id' },
  'event-materials': { event: 'id' },
  'event-material-send': { event: 'id', draft: 'id' },
  'event-material-drop': { event: 'id', draft: 'id' },
  // making a broadcast
  'broadcast-message': { broadcast: 'id' },
  'broadcast-links': { broadcast: 'id' },
  'broadcast-no-links': { broadcast: 'id' },
  'broadcast-audience': { broadcast: 'id' },
  'broadcast-open': { broadcast: 'id' },
  'broadcast-test': { broadcast: 'id' },
  'broadcast-change': { broadcast: 'id' },
  'broadcast-discard': { broadcast: 'id' },
  'broadcast-now': { broadcast: 'id' },
  'broadcast-start': { broadcast: 'id', anyway: 'code', seen: 'code' },
  'broadcast-when': { broadcast: 'id' },
  'broadcast-plan': { broadcast: 'id', at: 'id', anyway: 'code', seen: 'code' },
  // broadcasts that were sent, are being sent or will be
  broadcasts: { offset: 'id' },
  broadcast: { broadcast: 'id' },
  'broadcast-new': {},
  'broadcast-unplan': { broadcast: 'id' },
  'broadcast-copy': { broadcast: 'id' },
  'broadcast-correct': { broadcast: 'id' },
  'broadcast-edit-yes': { broadcast: 'id' },
  'broadcast-remove': { broadcast: 'id' },
  'broadcast-pause': { broadcast: 'id' },
  'broadcast-resume': { broadcast: 'id' },
  'broadcast-stop': { broadcast: 'id' },
  'broadcast-repeat': { broadcast: 'id' },
  'broadcast-csv': { broadcast: 'id' },
  'broadcast-names': { broadcast: 'id' },
  // diagnostics
  diagnostics: { offset: 'id' },
  'diagnostics-own': { diagnostics: 'id' },
  'diagnostics-passed': { diagnostics: 'id' },
  'diagnostics-not-passed': { diagnostics: 'id' },
  'diagnostics-begin': {},
  'diagnostics-go-on': { diagnostics: 'id' },
  'diagnostics-anew': { diagnostics: 'id' },
  'diagnostics-skip': { diagnostics: 'id', field: 'code' },
  'diagnostics-back': { diagnostics: 'id', field: 'code' },
  'diagnostics-edit': { diagnostics: 'id', field: 'code' },
  'diagnostics-deficits': { diagnostics: 'id', on: 'code' },
  'diagnostics-preview': { diagnostics: 'id' },
  'diagnostics-change': { diagnostics: 'id' },
  'diagnostics-audience': { diagnostics: 'id' },
  'diagnostics-reminders': { diagnostics: 'id' },
  'diagnostics-moment': { diagnostics: 'id', moment: 'code', on: 'code' },
  'diagnostics-publish': { diagnostics: 'id', revision: 'id' },
  'diagnostics-drop': { diagnostics: 'id' },
  'diagnostics-card': { diagnostics: 'id' },
  'diagnostics-term': { diagnostics: 'id' },
  'diagnostics-term-yes': { diagnostics: 'id', by: 'id' },
  'diagnostics-words': { diagnostics: 'id', field: 'code' },
  'diagnostics-words-yes': { diagnostics: 'id', by: 'id' },
  'diagnostics-keep': { diagnostics: 'id' },
  'diagnostics-stop': { diagnostics: 'id', as: 'code' },
  'diagnostics-stop-yes': { diagnostics: 'id', as: 'code' },
  'diagnostics-progress': { diagnostics: 'id', offset: 'id' },
  'diagnostics-picture': { diagnostics: 'id' },
  'diagnostics-table': { diagnostics: 'id' },
  'diagnostics-upload': { diagnostics: 'id' },
  deficits: { period: 'code', offset: 'id' },
  'deficits-picture': { period: 'code' },
  'deficits-table': { period: 'code' },
  'roster-preview': { draft: 'id' },
  'roster-doubt': { draft: 'id', row: 'id' },
  'roster-person': { draft: 'id', row: 'id', person: 'id' },
  'roster-nobody': { draft: 'id', row: 'id' },
  'roster-leave': { draft: 'id', row: 'id' },
  'roster-table': { draft: 'id' },
  'roster-save': { draft: 'id' },
  'roster-drop': { draft: 'id' },
  // road maps: `view` is what of them is looked at («m202611», «overdue»), `plan` the document or 0 for all
  roadmap: { view: 'code', plan: 'id', offset: 'id' },
  'roadmap-who': { plan: 'id', offset: 'id' },
  'roadmap-plans': { offset: 'id' },
  'roadmap-plan': { plan: 'id' },
  'plan-away': { plan: 'id' },
  'plan-away-yes': { plan: 'id' },
  'plan-back': { plan: 'id' },
  'plan-keep': { plan: 'id' },
  measure: { measure: 'id', view: 'code', plan: 'id', offset: 'id' },
  'measure-quote': { measure: 'id' },
  // `day` is a date without its hyphens, or 0 for the whole measure
  'measure-done': { measure: 'id', day: 'id', view: 'code', plan: 'id', offset: 'id' },
  'measure-undone': { measure: 'id', day: 'id', view: 'code', plan: 'id', offset: 'id' },
  'measure-remind': { measure: 'id' },
  'measure-group': { measure: 'id' },
  'measure-person': { measure: 'id' },
  'measure-add': { measure: 'id', person: 'id' },
  'measure-nobody': { measure: 'id' },
  'measure-when': { measure: 'id', days: 'id' },
  'measure-day': { measure: 'id' },
  'measure-quiet': { measure: 'id' },
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
