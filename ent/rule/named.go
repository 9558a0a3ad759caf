package rule

import (
	"context"
	"fmt"
	"strings"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/agencyreach"
	"github.com/tiendo-vn/tiendo/ent/db/reachversion"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// maxBelow is how many agencies are named in a statement: with names, it finds
// the rows of few agencies by their index.
const maxBelow = 200

// maxBeyond is how many agencies are named that a role does not reach: PostgreSQL
// reads and compares some forty in a third of the time that the look-ups of a page
// take. Where roles reach more than maxBelow and miss more than this, statements look
// each row's agency up.
const maxBeyond = 64

// tooMany begins the text of Below where the agencies are too many to be named;
// the version of what it was read from follows.
const tooMany = "*"

// Below is the text of the agencies that the one a column holds reaches, for
// Name: so that whoever reads roles reads with them where they lead.
func Below(column string) sql.Querier {
	return sql.ExprFunc(func(b *sql.Builder) {
		r := sql.Dialect(b.Dialect()).Table(agencyreach.Table).As("reach")
		reached := sql.Dialect(b.Dialect()).Select(r.C(agencyreach.FieldAgencyID)).From(r).
			Where(sql.ColumnsEQ(r.C(agencyreach.FieldOverID), column)).OrderBy(r.C(agencyreach.FieldAgencyID)).Limit(maxBelow + 1)
		v := sql.Dialect(b.Dialect()).Table(reachversion.Table)
		b.WriteString(fmt.Sprintf("(SELECT CASE WHEN count(*) > %d THEN '%s' || COALESCE((", maxBelow, tooMany)).
			Join(sql.Dialect(b.Dialect()).Select(v.C(reachversion.FieldVersion)).From(v)).
			WriteString("), '') ELSE string_agg(CAST(").Ident(agencyreach.FieldAgencyID).WriteString(" AS text), ',') END FROM (").
			Join(reached).WriteString(") AS below)")
	})
}

// Name gives a viewer the agencies that its roles reach, from the texts of Below
// by where the roles are; none where they are more than a statement names. It
// returns the agencies that reach more by themselves, each with the version of
// who reaches whom.
func Name(v *viewer.Viewer, below map[uuid.UUID]string) (wide map[uuid.UUID]string, err error) {
	v.Below = make(map[uuid.UUID][]uuid.UUID, len(below))
	wide, n := map[uuid.UUID]string{}, 0
	for at, text := range below {
		if version, ok := strings.CutPrefix(text, tooMany); ok {
			wide[at] = version
			continue
		}
		keys := strings.Split(text, ",")
		n += len(keys)
		for _, key := range keys {
			id, err := uuid.Parse(key)
			if err != nil {
				return nil, fmt.Errorf("agencies that %s reaches: %w", at, err)
			}
			v.Below[at] = append(v.Below[at], id)
		}
	}
	if n > maxBelow {
		v.Below = nil
	}
	return wide, nil
}

// Unreached returns the agencies that a role at one does not reach, in order, and the
// version of who reaches whom that says so; few is false where they are too many to be
// named.
func Unreached(ctx context.Context, client *db.Client, at uuid.UUID) (agencies []uuid.UUID, version string, few bool, err error) {
	var rows []struct {
		Version string        `sql:"version"`
		Agency  uuid.NullUUID `sql:"agency"`
	}
	err = client.ReachVersion.Query().Modify(func(s *sql.Selector) {
		a := sql.Dialect(s.Dialect()).Table(agency.Table).As("unreached")
		s.LeftJoin(a).OnP(Beyond(a.C(agency.FieldID), []uuid.UUID{at}))
		s.Select(s.C(reachversion.FieldVersion), sql.As(a.C(agency.FieldID), "agency")).OrderBy(a.C(agency.FieldID)).Limit(maxBeyond + 1)
	}).Scan(ctx, &rows)
	if err != nil || len(rows) == 0 {
		return nil, "", false, err
	}
	for _, r := range rows {
		if r.Agency.Valid {
			agencies = append(agencies, r.Agency.UUID)
		}
	}
	return agencies, rows[0].Version, len(agencies) <= maxBeyond, nil
}
