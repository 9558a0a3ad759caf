// How the explorer talks to the API: GraphQL over HTTP for queries and
// mutations, server-sent events for subscriptions. Both send the headers typed
// into the page, and both stay on this host.
import { getOperationAST } from 'graphql';
import { createClient } from 'graphql-sse';

// createFetcher returns the function GraphiQL runs operations with. A header
// typed into the page comes before the one of whoever was chosen.
export function createFetcher(url, credentials) {
  return (params, { headers: typed, documentAST } = {}) => {
    const headers = { ...credentials(), ...typed };
    const operation = documentAST && getOperationAST(documentAST, params.operationName);
    return operation?.operation === 'subscription'
      ? subscribe(url, params, headers)
      : post(url, params, headers);
  };
}

async function post(url, params, headers) {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      accept: 'application/graphql-response+json, application/json',
      'content-type': 'application/json',
      ...headers,
    },
    body: JSON.stringify(params),
  });
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    // A proxy or a login page answered: show what it said rather than a parse error.
    throw new Error(`HTTP ${response.status} ${response.statusText}: ${text.slice(0, 500)}`);
  }
}

function subscribe(url, params, headers) {
  return createClient({ url, headers, retryAttempts: 0 }).iterate(params);
}
