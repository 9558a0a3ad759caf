// The operations of the Tiến Độ API as typed documents, a client that sends
// them, and the way its scalars are written for people.
export * from './generated/graphql.js'
export * from './client.js'
export * from './faults.js'
export * from './format.js'
