// Package report is the life of a report: begun, filled in, submitted,
// returned or approved, reopened and revised. Rules across entities; who may
// touch which row is the model's.
package report

import "github.com/tiendo-vn/tiendo/api/service/change"

// A Service carries reports through their life.
type Service struct{ *change.Store }
