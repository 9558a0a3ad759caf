// Package desired builds everything that a Tenant yields, as it ought to be.
//
// Every function is pure: no client, no clock, no globals. A builder returns the
// whole intent for one object, for server-side apply by the operator's one field
// owner; nil means that the object must not exist.
//
// Values are written as the API server keeps them, because a later pass compares
// them with what is there and writes where they differ.
package desired
