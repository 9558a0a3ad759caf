package change_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiendo-vn/tiendo/api/service/change"
)

func TestFaultsAreToldApartFromErrors(t *testing.T) {
	fault := change.Refuse(change.Invalid, []string{"value"}, change.Say("%[1]d sai", "%[1]d is wrong", 7))
	boom := errors.New("boom")
	for name, row := range map[string]struct {
		err    error
		faults int
		other  error
	}{
		"nothing":         {nil, 0, nil},
		"a fault":         {fault, 1, nil},
		"a wrapped fault": {fmt.Errorf("put: %w", fault), 1, nil},
		"another error":   {boom, 0, boom},
		"several faults":  {change.Faults{change.Fault(change.Invalid, nil, change.Sentence{}), change.Fault(change.Required, nil, change.Sentence{})}, 2, nil},
	} {
		t.Run(name, func(t *testing.T) {
			faults, other := change.FaultsOf(row.err)
			assert.Len(t, faults, row.faults)
			assert.Equal(t, row.other, other)
		})
	}
	assert.Equal(t, "7 is wrong", fault.Error())
}

func TestFaultsAreMovedBelowAPlace(t *testing.T) {
	at := []string{"cells", "3"}
	faults := change.Faults{change.Fault(change.Invalid, []string{"value"}, change.Sentence{}), change.Fault(change.WrongState, nil, change.Sentence{})}.At(at...)
	assert.Equal(t, []string{"cells", "3", "value"}, faults[0].Path)
	assert.Equal(t, at, faults[1].Path)
	faults[1].Path[0] = "changed"
	assert.Equal(t, "cells", faults[0].Path[0], "each has a path of its own")
	assert.Equal(t, "cells", at[0])
}

func TestOnlyAnErrorIsSevere(t *testing.T) {
	warning := &change.UserError{Severity: change.Warning}
	assert.False(t, change.Faults(nil).Severe())
	assert.False(t, change.Faults{warning, warning}.Severe())
	assert.True(t, change.Faults{warning, change.Fault(change.Invalid, nil, change.Sentence{})}.Severe())
}

func TestASentenceIsSaidInBothLanguages(t *testing.T) {
	s := change.Say("Có %[2]d trong %[1]q", "%[1]q has %[2]d", "ô", 3)
	assert.Equal(t, `Có 3 trong "ô"`, s.In(true))
	assert.Equal(t, `"ô" has 3`, s.In(false))
}
