// Package hostile sends a server what nobody sends in good faith, and measures
// what it costs the server to refuse. It has tests alone: the program runs as a
// child of theirs, so that its processor time, memory and goroutines are its own.
//
// Every request carries Marker wherever it has room for one, and no answer may
// hold it.
package hostile
