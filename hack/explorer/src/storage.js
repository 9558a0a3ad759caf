// GraphiQL keeps tabs and history in the browser. Its history keeps the request
// headers too, even when told not to persist them, and those may hold a token:
// this storage drops them before anything is written.
const namespace = 'graphiql:';

// storageWithoutHeaders is what GraphiQL may do with the given Storage. It
// clears its own entries only: other pages of this host keep theirs.
export function storageWithoutHeaders(storage) {
  const ownKeys = () => Object.keys(storage).filter((key) => key.startsWith(namespace));
  return {
    get length() {
      return ownKeys().length;
    },
    getItem: (key) => storage.getItem(key),
    setItem: (key, value) => storage.setItem(key, withoutHeaders(value)),
    removeItem: (key) => storage.removeItem(key),
    clear: () => ownKeys().forEach((key) => storage.removeItem(key)),
  };
}

function withoutHeaders(value) {
  if (!value.includes('"headers"')) return value;
  try {
    return JSON.stringify(JSON.parse(value), (key, item) => (key === 'headers' ? null : item));
  } catch {
    return value; // the text of a query, not a record of one
  }
}
