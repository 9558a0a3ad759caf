// Package database is everything the operator does on a PostgreSQL that Instances
// share: a database per Instance with roles of its own, whose passwords take turns.
//
// A database belongs to a role <database>_owner that nobody signs in as. Two roles,
// <database>_a and <database>_b, sign in and act as the owner: odd numbers of
// credentials are the first one's and even numbers the second's, so that a new
// password works before the old one stops. Comments say whose each of them is; what
// carries no such comment is never touched.
//
// Nothing here remembers anything. Every operation looks first, writes only what
// differs, one transaction at a time, and can be cut off anywhere: doing it again
// ends in the same state.
package database
