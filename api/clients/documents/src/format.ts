// Decimals are strings all the way: a JavaScript number would lose digits.

const marks = { vi: { group: '.', decimal: ',' }, en: { group: ',', decimal: '.' } } as const

/** A language whose way of writing numbers is known. */
export type Locale = keyof typeof marks

/** Writes an exact decimal for people: 1234.5 is 1.234,5 in Vietnamese. */
export function formatDecimal(value: string, locale: Locale): string {
  const { group, decimal } = marks[locale]
  const [, sign = '', whole = '', fraction] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(value) ?? []
  if (whole === '') return value
  return sign + whole.replace(/\B(?=(\d{3})+$)/g, group) + (fraction ? decimal + fraction : '')
}

/** Reads what somebody typed, or returns undefined: nothing is guessed, so 86.97 is no number in Vietnamese. */
export function parseDecimal(typed: string, locale: Locale): string | undefined {
  const { group, decimal } = marks[locale]
  const text = typed.trim()
  const plain = new RegExp(`^-?\\d+(?:\\${decimal}\\d+)?$`)
  const grouped = new RegExp(`^-?[1-9]\\d{0,2}(?:\\${group}\\d{3})+(?:\\${decimal}\\d+)?$`)
  if (!plain.test(text) && !grouped.test(text)) return undefined
  return text.replaceAll(group, '').replace(decimal, '.')
}

/** Writes a time in Viet Nam for people. */
export function formatTime(time: string, locale: Locale): string {
  return new Intl.DateTimeFormat(locale === 'vi' ? 'vi-VN' : 'en-GB', {
    dateStyle: 'medium', timeStyle: 'short', timeZone: 'Asia/Ho_Chi_Minh',
  }).format(new Date(time))
}
