package usage

import (
	"context"
	"time"

	"entgo.io/ent/dialect/sql"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/usagecount"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// A Line is what a client used over some days.
type Line struct {
	Client   string `json:"client"`
	Version  string `json:"client_version"`
	Name     string `json:"name"`     // an operation's name, or a part's coordinate
	Document string `json:"document"` // the hash of an operation's document
	Calls    int64  `json:"calls"`
	Last     string `json:"last"` // the last day, as 2026-11-27
}

// Operations are the operations that clients have run since a day, those that use
// a part of the schema where part is not empty.
func Operations(ctx context.Context, client *db.Client, since time.Time, part string) ([]Line, error) {
	return lines(ctx, client, since, func(s *sql.Selector) {
		s.Where(sql.EQ(s.C(usagecount.FieldSubject), usagecount.SubjectOPERATION))
		if part != "" {
			s.Where(sql.Contains(s.C(usagecount.FieldParts), " "+part+" "))
		}
	})
}

// Parts are the parts of the schema that clients have used since a day, or the one
// that is named. Operations that are not told apart are counted here as well.
func Parts(ctx context.Context, client *db.Client, since time.Time, part string) ([]Line, error) {
	return lines(ctx, client, since, func(s *sql.Selector) {
		s.Where(sql.EQ(s.C(usagecount.FieldSubject), usagecount.SubjectPART))
		if part != "" {
			s.Where(sql.EQ(s.C(usagecount.FieldName), part))
		}
	})
}

func lines(ctx context.Context, client *db.Client, since time.Time, which func(*sql.Selector)) (found []Line, err error) {
	err = client.UsageCount.Query().
		Where(usagecount.DayGTE(since.UTC().Format(time.DateOnly)), which).
		Order(usagecount.ByClient(), usagecount.ByClientVersion(), usagecount.ByName(), usagecount.ByDocument()).
		GroupBy(usagecount.FieldClient, usagecount.FieldClientVersion, usagecount.FieldName, usagecount.FieldDocument).
		Aggregate(db.As(db.Sum(usagecount.FieldCalls), "calls"), db.As(db.Max(usagecount.FieldDay), "last")).
		Scan(viewer.NewContext(ctx, viewer.System("usage")), &found)
	return found, err
}
