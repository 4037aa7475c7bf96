/** What a button sends back when it is pressed: a name and short fields. It carries no authority. */
import { BUTTONS } from './callback-table.ts'

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
