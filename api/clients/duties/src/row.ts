import { formatDecimal, type DutyRowFragment, type Locale } from '@tiendo/documents'
import { element } from './element.js'
import { words } from './words.js'

/** What was sent back, and why. */
export interface Returned {
  by: string
  comment: string
}

/** Writes a number with its unit. */
export function amount(value: string, unit: string | null | undefined, locale: Locale): string {
  return formatDecimal(value, locale) + (unit === 'PERCENT' ? '%' : '')
}

const comparators: Record<string, string> = { GT: '> ', GTE: '≥ ', LT: '< ', LTE: '≤ ', TOP: 'Top ' }

/** The key of what is owed: the same as long as the page is open. */
export const keyOf = (duty: DutyRowFragment): string => duty.indicator?.id ?? duty.narrative ?? ''

/** A row of the table. It stays in place while what it shows changes, so that nobody loses what they type. */
export class Row {
  readonly element = element('tr')
  private readonly input: HTMLInputElement
  private readonly fault: HTMLElement
  private readonly cells: Record<'name' | 'target' | 'last' | 'figure' | 'state', HTMLTableCellElement>
  private shown = ''

  constructor(private duty: DutyRowFragment, private readonly locale: Locale) {
    const id = `cell-${keyOf(duty)}`
    const label = duty.indicator ? `${duty.indicator.code} ${duty.indicator.name}` : ''
    this.fault = element('p', { id: `${id}-fault`, className: 'fault' })
    this.input = element('input', { id, type: 'text', inputMode: 'decimal', autocomplete: 'off', 'aria-label': label, 'aria-describedby': this.fault.id })
    this.input.addEventListener('input', () => {
      this.element.classList.toggle('typed', this.typed !== undefined)
      this.refuse([])
    })
    this.cells = {
      name: element('th', { scope: 'row' }), target: element('td', { className: 'number' }), last: element('td', { className: 'number' }),
      figure: element('td', { className: 'entry' }), state: element('td'),
    }
    if (duty.indicator) this.cells.figure.append(this.input, this.fault)
    this.element.append(...Object.values(this.cells))
  }

  /** The indicator's id; undefined for a text. */
  get indicator(): string | undefined {
    return this.duty.indicator?.id
  }

  /** What was typed and is not saved; undefined where that is nothing. */
  get typed(): string | undefined {
    const text = this.input.value.trim()
    return this.indicator && !this.input.disabled && text !== this.shown ? text : undefined
  }

  /** Shows what is owed as it is now. What was typed and not saved stays. */
  show(duty: DutyRowFragment, returned: Returned | undefined): void {
    const t = words[this.locale]
    const typed = this.typed
    this.duty = duty
    this.element.dataset.state = duty.state ?? ''
    this.cells.name.replaceChildren(...name(duty, this.locale))
    const { target, lastFigure: last, figure } = duty
    const unit = duty.indicator?.unit
    this.cells.target.replaceChildren(target?.value
      ? `${comparators[target.comparator ?? ''] ?? ''}${amount(target.value, unit, this.locale)}`
      : element('span', { className: 'none', title: t.noPlan }, '–'))
    this.cells.last.replaceChildren(last?.value ? amount(last.value, unit, this.locale) : element('span', { className: 'none' }, '–'))
    this.shown = figure?.value ? formatDecimal(figure.value, this.locale) : ''
    this.input.value = typed ?? this.shown
    this.input.disabled = !duty.viewerCan?.edit
    this.input.title = this.input.disabled ? duty.viewerCan?.reasons.find((reason) => reason.action === 'EDIT')?.message ?? '' : ''
    this.cells.state.replaceChildren(
      element('span', { className: 'badge' }, t.states[duty.state ?? 'MISSING'] ?? ''),
      ...(duty.late ? [element('span', { className: 'badge late' }, t.late)] : []),
      ...(returned ? [element('p', { className: 'returned' }, element('strong', {}, t.returned(returned.by)), `: ${returned.comment}`)] : []),
    )
  }

  /** Forgets what was typed: it is saved. */
  saved(): void {
    this.shown = this.input.value.trim()
    this.element.classList.remove('typed')
  }

  /** Shows what is wrong at the cell; nothing where the list is empty. */
  refuse(messages: readonly string[]): void {
    this.fault.textContent = messages.join(' ')
    this.input.setAttribute('aria-invalid', String(messages.length > 0))
  }

  /** Moves to the cell. */
  focus(): void {
    this.input.focus()
  }
}

function name(duty: DutyRowFragment, locale: Locale): (Node | string)[] {
  if (!duty.indicator) return [duty.narrative ? words[locale].narratives[duty.narrative] : '']
  const { code, name, nameEn } = duty.indicator
  return [element('span', { className: 'code' }, code), (locale === 'en' && nameEn) || name]
}
