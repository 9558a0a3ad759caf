package main

import (
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"

	"github.com/tiendo-vn/tiendo/api/graph/gid"
)

// alike says how the values of a field are written alike, by its name:
// PostGraphile has decimals with the zeros they were stored with, whole numbers of
// eight bytes as texts, times to the microsecond, and keys as they are.
var alike = map[string]func(any) any{
	"value": number10, "mean": number10, "shareMeetingTarget": number10, "count": number10, "year": number10, "version": number10,
	"owed": number10, "drafted": number10, "submitted": number10, "returned": number10, "approved": number10, "late": number10, "missing": number10, "agencies": number10,
	"submittedAt": moment, "opensAt": moment, "dueAt": moment, "graceUntil": moment, "locksAt": moment,
	"id": keyOf,
}

// valuesOf is what an answer says, without how: the value of the field of the
// given name. Cursors are each server's own.
func valuesOf(name string, v any) any {
	switch v := v.(type) {
	case map[string]any:
		all := make(map[string]any, len(v))
		for name, each := range v {
			if name == "latestFigure" {
				each = only(each)
			}
			if name != "cursor" && name != "endCursor" {
				all[name] = valuesOf(name, each)
			}
		}
		return all
	case []any:
		all := make([]any, len(v))
		for n, each := range v {
			all[n] = valuesOf(name, each)
		}
		return all
	case nil:
		return nil
	}
	if as, ok := alike[name]; ok {
		return as(v)
	}
	return v
}

// only is what a list of at most one holds.
func only(v any) any {
	switch list, ok := v.([]any); {
	case !ok:
		return v
	case len(list) == 0:
		return nil
	default:
		return list[0]
	}
}

// number10 is a number without the zeros that mean nothing.
func number10(v any) any {
	switch v.(type) {
	case string, float64:
		if d, err := decimal.NewFromString(fmt.Sprint(v)); err == nil {
			return d.String()
		}
	}
	return v
}

// moment is a time in UTC.
func moment(v any) any {
	if t, err := time.Parse(time.RFC3339, fmt.Sprint(v)); err == nil {
		return t.UTC()
	}
	return v
}

// keyOf is the key in an id.
func keyOf(v any) any {
	text := fmt.Sprint(v)
	if id, err := gid.Parse(text); err == nil {
		return id.Key
	}
	if key, err := uuid.Parse(text); err == nil {
		return key
	}
	return v
}
