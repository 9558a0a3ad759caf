// Package reconcile holds what the reconcilers share: what an error says about
// what happens next, conditions, the one status write of a pass, finalizers, and
// server-side apply that writes only where something differs.
package reconcile
