// Package agencies knows the bodies that the plan names: what a Tenant's agency
// code may be, and what the agency is called.
package agencies

import (
	"slices"
	"sync"
)

// Kind is what an agency is, in the plan's words.
type Kind string

// KindNational and the others are the kinds of the plan.
const (
	KindNational   Kind = "NATIONAL"
	KindMinistry   Kind = "MINISTRY"
	KindUnit       Kind = "UNIT"
	KindEnterprise Kind = "ENTERPRISE"
	KindProvince   Kind = "PROVINCE"
	// KindGroup is several agencies that documents address as one. It has members
	// and no people of its own.
	KindGroup Kind = "GROUP"
)

// An Agency is a body that the plan names.
type Agency struct {
	// Code is its code in the plan, such as "lao-cai".
	Code string
	// Name is its official name.
	Name string
	// NameEn is its name in English.
	NameEn string
	// ShortName is what documents call it for short; empty where they do not.
	ShortName string
	// Kind is what it is.
	Kind Kind
}

var byCode = sync.OnceValue(func() map[string]Agency {
	agencies := make(map[string]Agency, len(table))
	for _, a := range table {
		agencies[a.Code] = a
	}
	return agencies
})

// Lookup returns the agency of a code.
func Lookup(code string) (Agency, bool) {
	a, ok := byCode()[code]
	return a, ok
}

// All returns every agency, in the order of the plan.
func All() []Agency { return slices.Clone(table) }
