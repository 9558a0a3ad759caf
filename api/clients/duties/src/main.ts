import { MeDocument, RequestError } from '@tiendo/documents'
import './style.css'
import { Board } from './board.js'
import { element } from './element.js'
import { about, client, locale, personas, setLocale, setToken, token, type Persona } from './session.js'
import { words } from './words.js'

const language = locale()
const t = words[language]
document.documentElement.lang = language
document.title = `${t.title} · Tiến Độ`

/** The bar on top: what is shown, to whom, in which language. */
function bar(people: Persona[]): HTMLElement {
  const field = (name: keyof typeof about, label: string) =>
    element('label', {}, label, element('input', { name, value: about[name], required: true, autocomplete: 'off' }))
  const show = element('form', { method: 'get' }, field('agency', t.agency), field('window', t.window), element('button', {}, t.show))

  const other = element('button', { type: 'button' }, t.language)
  other.lang = language === 'vi' ? 'en' : 'vi'
  other.addEventListener('click', () => {
    setLocale(language === 'vi' ? 'en' : 'vi')
    location.reload()
  })
  return element('nav', {}, element('strong', { className: 'brand' }, 'Tiến Độ'), show, people.length > 0 ? choice(people) : entry(), other)
}

/** Somebody to be, where the API lets one choose. */
function choice(people: Persona[]): HTMLElement {
  const select = element('select', {},
    element('option', { value: '' }, t.nobody),
    ...people.map((person) => element('option', { value: person.token, selected: person.token === token() }, `${person.name} (${person.role}, ${person.agency})`)))
  select.addEventListener('change', () => become(select.value))
  return element('label', {}, t.who, select)
}

/** A token, where people sign in elsewhere. */
function entry(): HTMLElement {
  const input = element('input', { type: 'password', autocomplete: 'off', value: token() ?? '' })
  input.addEventListener('change', () => become(input.value.trim()))
  return element('label', {}, t.token, input)
}

function become(who: string): void {
  setToken(who)
  location.reload()
}

async function me(): Promise<string> {
  try {
    return (await client.request(MeDocument)).viewer.name
  } catch (error) {
    if (!(error instanceof RequestError) || error.status !== 401) throw error
    setToken('') // a token that is no longer good
    return ''
  }
}

const app = document.getElementById('app')!
try {
  app.append(bar(await personas()))
  const board = new Board(language, await me())
  app.append(board.element)
  await board.start()
} catch (error) {
  app.append(element('p', { className: 'notice', role: 'alert' }, t.failed(error instanceof Error ? error.message : String(error))))
}
