// Package isolation proves that what one agency drafts is not seen from
// elsewhere. It has tests alone: they ask everything that the graph's schema lets
// anybody ask, before a draft is there, when it is there, and when it has other
// values, and want the same answer each time.
package isolation
