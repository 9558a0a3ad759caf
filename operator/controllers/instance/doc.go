// Package instance brings an Instance to what its spec says: a database, its
// schema, the plan in it, servers, and a way in; in that order, so that a new
// version migrates first and the old one serves until that has worked.
package instance
