// Package desired builds everything that an Instance yields, as it ought to be.
//
// Every function is pure: no client, no clock, no globals. What depends on the
// cluster is in the Instance that they are given. A builder returns the whole
// intent for one object, for server-side apply by the operator's one field owner;
// nil means that the object must not exist.
//
// Values are written as the API server keeps them, with every default spelled out
// in lists that are replaced whole, because a later pass compares them with what is
// there and writes where they differ.
package desired
