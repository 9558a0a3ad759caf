import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { print } from 'graphql'

/** How a client reaches the API. */
export interface ClientOptions {
  /** Address of the endpoint, such as /graphql. */
  url: string
  /** The token to send; nobody is signed in where it returns nothing. */
  token?: () => string | undefined
  /** The language of messages: vi or en. */
  locale?: () => string
  /** What is sent: the document's text, or its hash alone where the server knows the documents. */
  send?: 'text' | 'id'
  /** The longest to wait for an answer, in milliseconds; 30,000 unless said. */
  timeout?: number
  /** What sends requests; the browser's fetch unless said. */
  fetch?: typeof fetch
}

/** An error of the answer, with its stable code. */
export interface ApiError {
  message: string
  path?: readonly (string | number)[]
  extensions?: { code?: string; requestId?: string; [name: string]: unknown }
}

/** A request that got no data, or only some. */
export class RequestError extends Error {
  constructor(
    /** What the API says; empty where something else answered. */
    readonly errors: readonly ApiError[],
    /** The status; 0 where nothing answered. */
    readonly status: number,
    /** What there was of the data. */
    readonly data?: unknown,
  ) {
    super(errors[0]?.message ?? `The API answered ${status}.`)
    this.name = 'RequestError'
  }

  /** The code of the first error. */
  get code(): string | undefined {
    return this.errors[0]?.extensions?.code
  }
}

/** Variables may be left out where an operation has none. */
export type Variables<V> = Record<string, never> extends V ? [variables?: V] : [variables: V]

/** A client of the API. */
export interface Client {
  request<R, V>(document: TypedDocumentNode<R, V>, ...variables: Variables<V>): Promise<R>
}

/** Returns a client. Whatever goes wrong is a RequestError. */
export function createClient(options: ClientOptions): Client {
  return {
    async request<R, V>(document: TypedDocumentNode<R, V>, ...[variables]: Variables<V>): Promise<R> {
      const headers: Record<string, string> = {
        Accept: 'application/graphql-response+json, application/json;q=0.9',
        'Content-Type': 'application/json',
      }
      const token = options.token?.()
      if (token) headers.Authorization = `Bearer ${token}`
      const locale = options.locale?.()
      if (locale) headers['Accept-Language'] = locale
      const body = options.send === 'id' ? { documentId: documentId(document), variables } : { query: print(document), variables }

      let response: Response
      try {
        response = await (options.fetch ?? fetch)(options.url, {
          method: 'POST',
          headers,
          body: JSON.stringify(body),
          signal: AbortSignal.timeout(options.timeout ?? 30_000),
        })
      } catch (cause) {
        throw new RequestError([{ message: cause instanceof Error ? cause.message : String(cause) }], 0)
      }
      const answer = await response.json().catch(() => ({})) as { data?: R | null; errors?: ApiError[] }
      if (!answer.data || answer.errors?.length) throw new RequestError(answer.errors ?? [], response.status, answer.data)
      return answer.data
    },
  }
}

/** The id under which a document is published: sha256 of its text in persisted-documents.json. */
export function documentId(document: TypedDocumentNode<unknown, never> | object): string {
  const hash = (document as { __meta__?: { hash?: string } }).__meta__?.hash
  if (!hash) throw new Error('The document was not generated: it has no hash.')
  return hash
}
