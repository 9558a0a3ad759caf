package report

import (
	"context"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/evidence"
)

// A Proof is the cell a file proves.
type Proof struct{ Report, Indicator uuid.UUID }

// EvidenceOf returns the files that prove figures, by cell: those of the cell,
// and those of the whole report, the earliest first.
func EvidenceOf(ctx context.Context, client *db.Client, cells []Proof) (map[Proof][]*db.Evidence, error) {
	reports := make([]uuid.UUID, len(cells))
	for n, c := range cells {
		reports[n] = c.Report
	}
	files, err := client.Evidence.Query().Where(evidence.SubmissionIDIn(reports...)).
		Order(db.Asc(evidence.FieldAt, evidence.FieldID)).All(ctx)
	found := map[Proof][]*db.Evidence{}
	for _, c := range cells {
		for _, f := range files {
			if f.SubmissionID == c.Report && (f.IndicatorID == nil || *f.IndicatorID == c.Indicator) {
				found[c] = append(found[c], f)
			}
		}
	}
	return found, err
}
