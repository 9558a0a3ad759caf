package service

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"entgo.io/contrib/entgql"
	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/page"
)

// MostMissing is the order of progress where none is asked for.
var MostMissing = &AgencyProgressOrder{Field: AgencyProgressOrderFieldMissing, Direction: entgql.OrderDirectionDesc}

// PageOfProgress returns a page of the progress of agencies, given by code, of
// one kind or, where that is nil, of all. Page faults are *page.Error.
func PageOfProgress(ctx context.Context, client *db.Client, all []*AgencyProgress, kind *agency.Kind, after *page.Cursor, first *int, order *AgencyProgressOrder) (*AgencyProgressConnection, error) {
	if order == nil {
		order = MostMissing
	}
	first, _ = page.Size(first, nil)
	if err := page.Validate(first, nil); err != nil {
		return nil, err
	}
	rows := slices.Clone(all)
	if kind != nil {
		rows = slices.DeleteFunc(rows, func(p *AgencyProgress) bool { return p.Agency.Kind != *kind })
	}
	slices.SortFunc(rows, func(a, b *AgencyProgress) int { return order.compare(order.spot(a), order.spot(b)) })
	start, err := order.start(rows, after)
	if err != nil {
		return nil, err
	}
	end := min(start+*first, len(rows))
	conn := &AgencyProgressConnection{Edges: []*AgencyProgressEdge{}, TotalCount: len(rows),
		PageInfo: &page.Info{HasPreviousPage: start > 0, HasNextPage: end < len(rows)}}
	nodes, err := withAgencies(ctx, client, rows[start:end])
	if err != nil {
		return nil, err
	}
	for _, p := range nodes {
		conn.Edges = append(conn.Edges, &AgencyProgressEdge{Node: p, Cursor: order.cursor(p)})
	}
	if n := len(conn.Edges); n > 0 {
		conn.PageInfo.StartCursor, conn.PageInfo.EndCursor = &conn.Edges[0].Cursor, &conn.Edges[n-1].Cursor
	}
	return conn, nil
}

// withAgencies copies the rows of a page, each with the whole of its agency.
func withAgencies(ctx context.Context, client *db.Client, rows []*AgencyProgress) ([]*AgencyProgress, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	ids := make([]uuid.UUID, len(rows))
	for n, p := range rows {
		ids[n] = p.Agency.ID
	}
	q, err := client.Agency.Query().Where(agency.IDIn(ids...)).CollectFields(Selecting(ctx, "edges", "node", "agency"))
	if err != nil {
		return nil, err
	}
	agencies, err := q.All(ctx)
	byID := make(map[uuid.UUID]*db.Agency, len(agencies))
	for _, a := range agencies {
		byID[a.ID] = a
	}
	nodes := make([]*AgencyProgress, len(rows))
	for n, p := range rows {
		whole := *p
		whole.Agency = byID[p.Agency.ID]
		nodes[n] = &whole
	}
	return nodes, err
}

// A spot is a place in an order: what is counted, then the code.
type spot struct {
	count int
	code  string
	id    uuid.UUID
}

// spot returns the place of a row.
func (o *AgencyProgressOrder) spot(p *AgencyProgress) spot {
	s := spot{0, p.Agency.CodeKey, p.Agency.ID}
	switch o.Field {
	case AgencyProgressOrderFieldOwed:
		s.count = p.Owed
	case AgencyProgressOrderFieldApproved:
		s.count = p.Approved
	case AgencyProgressOrderFieldLate:
		s.count = p.Late
	case AgencyProgressOrderFieldMissing:
		s.count = p.Missing
	}
	return s
}

// compare orders two places. Codes go up also where counts go down; where the
// code is the order, they follow its direction.
func (o *AgencyProgressOrder) compare(a, b spot) int {
	counts, codes := cmp.Compare(a.count, b.count), cmp.Or(strings.Compare(a.code, b.code), slices.Compare(a.id[:], b.id[:]))
	if o.Direction == entgql.OrderDirectionDesc {
		counts = -counts
		if o.Field == AgencyProgressOrderFieldCode {
			codes = -codes
		}
	}
	return cmp.Or(counts, codes)
}

// cursor returns the cursor of a row. It says where the row stands, not how
// many come before it: pages stay in step while agencies report.
func (o *AgencyProgressOrder) cursor(p *AgencyProgress) page.Cursor {
	s := o.spot(p)
	return page.Cursor{ID: s.id, Value: strconv.Itoa(s.count) + " " + s.code}.Under(o.Column())
}

// Column names the order in cursors.
func (o *AgencyProgressOrder) Column() string {
	return "progress " + string(o.Field) + " " + string(o.Direction)
}

// Spot reads a cursor: what is counted, then the code. Faults are *page.Error.
func (o *AgencyProgressOrder) Spot(after *page.Cursor) (count int, code string, err error) {
	if err := page.Check(page.Cursor{Value: ""}.Under(o.Column()), after); err != nil {
		return 0, "", err
	}
	text, _ := after.Value.(string)
	number, code, _ := strings.Cut(text, " ")
	if count, err = strconv.Atoi(number); err != nil {
		return 0, "", &page.Error{Code: page.InvalidCursor, Value: after.String()}
	}
	return count, code, nil
}

// start returns how many rows lie before the page.
func (o *AgencyProgressOrder) start(rows []*AgencyProgress, after *page.Cursor) (int, error) {
	if after == nil {
		return 0, nil
	}
	count, code, err := o.Spot(after)
	if err != nil {
		return 0, err
	}
	at := spot{count, code, after.ID}
	for i, p := range rows {
		if o.compare(o.spot(p), at) > 0 {
			return i, nil
		}
	}
	return len(rows), nil
}
