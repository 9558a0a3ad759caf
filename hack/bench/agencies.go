package main

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/fold"
	"github.com/tiendo-vn/tiendo/ent/sortkey"
)

// The tree of agencies: what the plan names (national bodies, ministries and
// 63 provinces), the 705 districts there were, and communes up to 10,800
// agencies in all. The country had 10,598 communes; the last few hundred are
// left out so that the total is round.
const (
	agencyTotal   = 10_800
	districtTotal = 705
)

// The tables as bytes of keys.
const (
	tableAgency = 1 + iota
	tablePerson
	tableSubmission
	tableFigure
	tableReview
	tableGrant
	tableMembership
	tableAssignment
)

// Two syllables make the name of a commune. Names repeat, as in life; codes do
// not.
var (
	firstSyllables  = []string{"Tân", "Bình", "Phú", "Đông", "Vĩnh", "Hòa", "An", "Long", "Thạnh", "Xuân", "Quảng", "Đại", "Yên", "Cẩm", "Nghĩa", "Hải", "Sơn", "Thanh", "Lương", "Mỹ"}
	secondSyllables = []string{"Thành", "Lộc", "Sơn", "Hưng", "Phước", "Thịnh", "Hòa", "Trung", "Giang", "Minh", "Thủy", "Lâm", "Khê", "Điền", "Đức", "Châu", "Lạc", "Tiến", "Phong", "Ninh", "Trạch", "Lĩnh", "Hải"}
)

func placeName(n int) string {
	at := scatter(uint64(n))
	return firstSyllables[at%uint64(len(firstSyllables))] + " " + secondSyllables[at>>32%uint64(len(secondSyllables))]
}

// An agency is what the rest of the data hangs on.
type agency struct {
	id   uuid.UUID
	code string
}

// reportingAgencies finds the agencies that report, in one order.
const reportingAgencies = `SELECT id, code FROM agencies WHERE kind IN ('MINISTRY', 'PROVINCE', 'UNIT') ORDER BY code`

// addAgencies adds the districts and communes below the plan's provinces, so that
// there are so many agencies in all.
func addAgencies(ctx context.Context, db *sql.DB, total int) error {
	provinces, err := agenciesBy(ctx, db, `SELECT id, code FROM agencies WHERE kind = 'PROVINCE' ORDER BY code`)
	if err != nil {
		return err
	}
	var named int
	if err := db.QueryRowContext(ctx, `SELECT count(*) FROM agencies`).Scan(&named); err != nil {
		return err
	}
	districts := make([]agency, districtTotal)
	columns := []string{"id", "code", "code_key", "name", "name_key", "kind", "parent_id", "search_text"}
	return copyRows(ctx, db, "agencies", columns, total-named, func(n int) []any {
		at := time.Date(2022, 1, 1, 0, 0, n, 0, time.UTC)
		a := agency{id: key(tableAgency, n, at)}
		var name string
		var parent agency
		if n < districtTotal {
			parent = provinces[n%len(provinces)]
			a.code = fmt.Sprintf("%s-h%02d", parent.code, n/len(provinces)+1)
			name = "Ủy ban nhân dân huyện " + placeName(n)
			districts[n] = a
		} else {
			c := n - districtTotal
			parent = districts[c%districtTotal]
			a.code = fmt.Sprintf("%s-x%02d", parent.code, c/districtTotal+1)
			name = "Ủy ban nhân dân xã " + placeName(n)
		}
		return []any{a.id, a.code, sortkey.Code(a.code), name, sortkey.Name(name), "UNIT", parent.id, fold.Column(name, a.code)}
	})
}

// agenciesBy returns what a query for ids and codes finds.
func agenciesBy(ctx context.Context, db *sql.DB, query string) ([]agency, error) {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []agency
	for rows.Next() {
		var a agency
		if err := rows.Scan(&a.id, &a.code); err != nil {
			return nil, err
		}
		all = append(all, a)
	}
	return all, rows.Err()
}
