import {
  DutiesDocument, DutiesChangedDocument, PutFiguresDocument, SubmitDocument, faultsByCell, formatTime, parseDecimal,
  type DutiesQuery, type Locale,
} from '@tiendo/documents'
import { element } from './element.js'
import { Row, keyOf, type Returned } from './row.js'
import { about, client, live } from './session.js'
import { words } from './words.js'

/** The table of what an agency owes, with what can be done about it. */
export class Board {
  readonly element = element('section', { className: 'board' })
  private readonly rows = new Map<string, Row>()
  private readonly t: (typeof words)['vi']
  private readonly heading = element('h1')
  private readonly facts = element('p', { className: 'facts' })
  private readonly connection = element('p', { className: 'connection', role: 'status' })
  private readonly notice = element('p', { className: 'notice', role: 'status' })
  private readonly body = element('tbody')
  private readonly save: HTMLButtonElement
  private readonly submit: HTMLButtonElement
  private submission: DutiesQuery['submission'] | undefined
  private reading: Promise<void> | undefined
  private again = false
  private turn: Promise<void> = Promise.resolve()
  private readonly asked = new Set<string>()

  constructor(private readonly locale: Locale, private readonly me: string) {
    const t = this.t = words[locale]
    this.save = element('button', { type: 'submit' }, t.save)
    this.submit = element('button', { type: 'button', className: 'primary' }, t.submit)
    this.submit.addEventListener('click', () => this.guard('submit', () => this.handIn()))
    const form = element('form', {},
      element('div', { className: 'scroll' }, element('table', {},
        element('thead', {}, element('tr', {}, ...[t.indicator, t.target, t.last, t.figure, t.state].map((text) => element('th', { scope: 'col' }, text)))),
        this.body)),
      element('div', { className: 'actions' }, this.notice, this.save, this.submit))
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      this.guard('save', () => this.put())
    })
    this.element.append(element('header', {}, this.heading, this.facts, this.connection), form)
  }

  /** Reads everything, and then whatever changes. */
  async start(): Promise<void> {
    this.say(this.t.loading)
    await this.read()
    if (this.notice.textContent === this.t.loading) this.say('')
    const failed = (error: unknown) => this.say(this.t.failed(why(error)))
    live((connected) => {
      this.connection.textContent = connected ? this.t.live : this.t.offline
      this.connection.dataset.connected = String(connected)
    }).subscribe(DutiesChangedDocument, { ...about }, ({ dutiesChanged: change }) => {
      this.read().catch(failed)
      if (change.by && change.by.name !== this.me) {
        this.say(this.t.changed(change.by.name, this.t.actions[change.action ?? ''] ?? this.t.someAction))
      }
    }, failed)
  }

  /** Reads what is owed. What changes while that is under way is read once more after it. */
  private read(): Promise<void> {
    this.again = this.reading !== undefined
    return this.reading ??= this.readAll().finally(() => { this.reading = undefined })
  }

  private async readAll(): Promise<void> {
    do {
      this.again = false
      this.show(await client.request(DutiesDocument, { ...about }))
    } while (this.again)
  }

  private show({ agency, reportingWindow: window, submission }: DutiesQuery): void {
    const t = this.t
    this.submission = submission
    this.heading.textContent = agency ? `${t.title}: ${(this.locale === 'en' && agency.nameEn) || agency.name}` : t.unknown
    this.facts.textContent = [
      window && `${t.window} ${window.code}`,
      window && `${t.due} ${formatTime(window.dueAtLocal, this.locale)}`,
      submission ? `${t.states[submission.status]}, ${t.version} ${submission.version}` : t.notBegun,
    ].filter(Boolean).join(' · ')
    const returned = returnedBy(submission)
    for (const duty of agency?.duties ?? []) {
      let row = this.rows.get(keyOf(duty))
      if (!row) {
        row = new Row(duty, this.locale)
        this.rows.set(keyOf(duty), row)
        this.body.append(row.element)
      }
      row.show(duty, duty.state === 'RETURNED' ? returned.get(duty.indicator?.code ?? '') : undefined)
    }
    this.save.disabled = !agency?.duties.some((duty) => duty.indicator && duty.viewerCan?.edit)
    this.submit.disabled = !submission?.viewerCan.submit
    this.submit.title = submission?.viewerCan.reasons.find((reason) => reason.action === 'SUBMIT')?.message ?? ''
  }

  /** Saves what was typed: the cells without a fault, and says at the others what it is. */
  private async put(): Promise<void> {
    const sent: Row[] = []
    const cells: { indicator: string; value: string }[] = []
    const refused: Row[] = []
    for (const row of this.rows.values()) {
      if (row.typed === undefined) continue
      const value = parseDecimal(row.typed, this.locale)
      if (value === undefined) {
        row.refuse([this.t.notANumber])
        refused.push(row)
        continue
      }
      sent.push(row)
      cells.push({ indicator: row.indicator!, value })
    }
    if (cells.length > 0) {
      const { putFigures: payload } = await client.request(PutFiguresDocument, {
        input: { ...about, cells, mode: 'EACH', version: this.submission?.version ?? null, clientMutationId: crypto.randomUUID() },
      })
      const faults = faultsByCell(payload)
      sent.forEach((row, index) => {
        const found = faults.cells.get(index) ?? []
        row.refuse(found.map((fault) => fault.message))
        if (payload.cells[index]?.figure) row.saved()
        else if (found.length > 0) refused.push(row)
      })
      if (faults.whole.length > 0) {
        this.say(faults.whole.map((fault) => fault.message).join(' '))
        return
      }
    }
    if (cells.length + refused.length === 0) this.say(this.t.nothing)
    else this.say([sent.length > 0 && this.t.saved(sent.filter((row) => !refused.includes(row)).length), refused.length > 0 && this.t.faulty(refused.length)].filter(Boolean).join(' '))
    refused[0]?.focus()
  }

  /** Hands the report in as it was read. */
  private async handIn(): Promise<void> {
    if (!this.submission) return
    const { id, version } = this.submission
    const { submitSubmission: payload } = await client.request(SubmitDocument, { id, version, key: crypto.randomUUID() })
    const wrong = payload.userErrors.filter((fault) => fault.severity !== 'WARNING')
    this.say(wrong.length > 0 ? wrong.map((fault) => fault.message).join(' ') : this.t.submitted)
  }

  /** Does something after what was asked for before it, and says where it fails. Asking for the same twice is asking once. */
  private guard(name: string, act: () => Promise<void>): void {
    if (this.asked.has(name)) return
    this.asked.add(name)
    this.element.ariaBusy = 'true'
    const failed = (error: unknown) => this.say(this.t.failed(why(error)))
    // The next may be asked for as soon as this one is answered: it waits for what is read then.
    this.turn = this.turn.then(act).catch(failed).finally(() => this.asked.delete(name))
      .then(() => this.read()).catch(failed).finally(() => { this.element.ariaBusy = String(this.asked.size > 0) })
  }

  private say(text: string): void {
    this.notice.textContent = text
  }
}

/** What went wrong, whichever way it comes: as an error, or as those of an answer. */
function why(error: unknown): string {
  const [first] = Array.isArray(error) ? error : [error]
  return (first as { message?: string } | undefined)?.message ?? String(first)
}

/** Who sent which figures back since the report was last handed in, by the code of the indicator. */
function returnedBy(submission: DutiesQuery['submission']): Map<string, Returned> {
  const returned = new Map<string, Returned>()
  for (const review of submission?.reviews ?? []) {
    if (review.action === 'SUBMIT') returned.clear()
    if (review.action !== 'RETURN') continue
    for (const figure of review.figures) returned.set(figure.indicator.code, { by: review.by?.name ?? '', comment: review.comment ?? '' })
  }
  return returned
}
