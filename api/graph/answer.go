package graph

import (
	"context"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/tiendo-vn/tiendo/api/server/language"
	"github.com/tiendo-vn/tiendo/api/service/calendar"
	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/api/service/report"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
	"github.com/tiendo-vn/tiendo/ent/db/narrative"
	"github.com/tiendo-vn/tiendo/ent/db/reportingwindow"
	"github.com/tiendo-vn/tiendo/ent/db/submission"
)

// collector is a query that loads what the operation selects below it.
type collector[Q any, T any] interface {
	CollectFields(context.Context, ...string) (Q, error)
	Only(context.Context) (*T, error)
}

// first runs a query for one row, with the edges the operation selects.
func first[Q collector[Q, T], T any](ctx context.Context, q Q) (*T, error) {
	q, err := q.CollectFields(ctx)
	if err != nil {
		return nil, err
	}
	return q.Only(ctx)
}

// unit returns the unit of a figure's indicator. Only fractions need it.
func (r *Resolver) unit(ctx context.Context, f *db.Figure) (indicator.Unit, error) {
	if f.StatedValue != nil {
		return "", nil
	}
	return load(ctx).unit.Load(ctx, f.IndicatorID)
}

// present answers an empty list where there is none: lists are never null.
func present[T any](rows []T) []T {
	if rows == nil {
		return []T{}
	}
	return rows
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func local(t time.Time) *time.Time {
	t = t.In(calendar.Zone)
	return &t
}

func narrativeKinds(names []string) []narrative.Kind {
	kinds := make([]narrative.Kind, len(names))
	for n, name := range names {
		kinds[n] = narrative.Kind(name)
	}
	return kinds
}

// selectsEdges says whether the operation selects anything below the present
// field that is not a column of its row.
func selectsEdges(ctx context.Context) bool {
	for _, f := range graphql.CollectFieldsCtx(ctx, nil) {
		if len(f.Selections) > 0 {
			return true
		}
	}
	return false
}

// sentence says something in the client's language.
func sentence(ctx context.Context, s change.Sentence) string {
	return s.In(language.From(ctx) == language.Vietnamese)
}

// evidenceOf returns the files that prove a figure; one that a document states
// has none.
func evidenceOf(ctx context.Context, f *db.Figure) ([]*db.Evidence, error) {
	if f.SubmissionID == nil {
		return nil, nil
	}
	return load(ctx).evidence.Load(ctx, report.Proof{Report: *f.SubmissionID, Indicator: f.IndicatorID})
}

// submissionOf returns the report of an agency for a window, or null.
func (r *Resolver) submissionOf(ctx context.Context, agencyCode, windowCode string) (*db.Submission, error) {
	return optional(first(ctx, r.Client.Submission.Query().Where(
		submission.HasAgencyWith(agency.Code(agencyCode)), submission.HasWindowWith(reportingwindow.Code(windowCode)))))
}

// unknownCode turns what was not found into a fault of the argument that named
// it.
func unknownCode(err error, argument, value string) error {
	if db.IsNotFound(err) {
		return &InputError{Argument: argument, Value: value, Expected: "codes that there are"}
	}
	return err
}
