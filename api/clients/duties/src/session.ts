import { createClient, type Locale } from '@tiendo/documents'
import { createLive } from '@tiendo/documents/live'

/** Somebody one can be where the API is in development mode or a mock. */
export interface Persona {
  name: string
  role: string
  agency: string
  token: string
}

const kept = { token: 'tiendo.token', locale: 'tiendo.locale' }
const address = new URL(location.href)

/** What the page is about, from its address. */
export const about = {
  agency: address.searchParams.get('agency') ?? 'lao-cai',
  window: address.searchParams.get('window') ?? '2024-Q4',
}

/** The language of the page, Vietnamese first. */
export function locale(): Locale {
  return localStorage.getItem(kept.locale) === 'en' ? 'en' : 'vi'
}

/** Changes the language of the page. */
export function setLocale(to: Locale): void {
  localStorage.setItem(kept.locale, to)
}

/** The token, for as long as the tab is open. */
export function token(): string | undefined {
  return sessionStorage.getItem(kept.token) ?? undefined
}

/** Changes who asks. */
export function setToken(to: string): void {
  if (to) sessionStorage.setItem(kept.token, to)
  else sessionStorage.removeItem(kept.token)
}

/** The API, which is on the page's own host. */
export const client = createClient({ url: new URL('/graphql', address).href, token, locale })

/** Live updates of it. */
export const live = (onConnection: (connected: boolean) => void) =>
  createLive({ url: new URL('/graphql', address).href.replace(/^http/, 'ws'), token, onConnection })

/** Who one can be; nobody in production, where there is no such address. */
export async function personas(): Promise<Persona[]> {
  const response = await fetch('/personas').catch(() => undefined)
  return response?.ok && response.headers.get('Content-Type')?.startsWith('application/json') ? await response.json() : []
}
