// Package faults holds the tests of what happens between the server and its
// database: connections that are cut at every message, networks that swallow,
// delay and trickle, restarts, and a disk that is full.
package faults
