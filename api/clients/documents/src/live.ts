import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { print } from 'graphql'
import { createClient, type Client as Socket } from 'graphql-ws'

/** How live updates are reached. */
export interface LiveOptions {
  /** Address of the endpoint, with ws: or wss:. */
  url: string
  /** The token to send, asked for at every connection. */
  token?: () => string | undefined
  /** Told when the connection is there (again), and when it is not. */
  onConnection?: (connected: boolean) => void
}

/** Live updates. */
export interface Live {
  /** Calls back for every event until what it returns is called; connections that break are made again. */
  subscribe<R, V extends Record<string, unknown>>(document: TypedDocumentNode<R, V>, variables: V, onEvent: (data: R) => void, onError: (error: unknown) => void): () => void
  /** Ends all of it. */
  close(): void
}

/** Returns live updates over graphql-transport-ws. */
export function createLive(options: LiveOptions): Live {
  const socket: Socket = createClient({
    url: options.url,
    retryAttempts: Infinity,
    connectionParams: () => {
      const token = options.token?.()
      return token ? { authorization: `Bearer ${token}` } : {}
    },
    on: {
      connected: () => options.onConnection?.(true),
      closed: () => options.onConnection?.(false),
    },
  })
  return {
    subscribe(document, variables, onEvent, onError) {
      return socket.subscribe<Parameters<typeof onEvent>[0]>({ query: print(document), variables }, {
        next: ({ data, errors }) => {
          if (errors?.length) onError(errors)
          if (data) onEvent(data)
        },
        error: onError,
        complete: () => {},
      })
    },
    close: () => void socket.dispose(),
  }
}
