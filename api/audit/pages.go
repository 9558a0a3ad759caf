package audit

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/event"
)

// page is how many events are read at once.
const page = 500

// pages gives the events of a chain to each, in the order of their places.
func pages(ctx context.Context, client *db.Client, agency *uuid.UUID, each func(*db.Event)) error {
	of := event.AgencyIDIsNil()
	if agency != nil {
		of = event.AgencyID(*agency)
	}
	// Written out: SQLite takes a partial index only where it can see that it fits.
	chained := func(s *sql.Selector) {
		s.Where(sql.P(func(b *sql.Builder) { b.Ident(s.C(event.FieldSequence)).WriteString(" > 0") }))
	}
	var last *db.Event
	for {
		q := client.Event.Query().Where(of, chained)
		if last != nil {
			q.Where(event.SequenceGTE(last.Sequence), event.Or(event.SequenceGT(last.Sequence), event.IDGT(last.ID)))
		}
		found, err := q.Order(db.Asc(event.FieldSequence, event.FieldID)).Limit(page).All(ctx)
		if err != nil {
			return err
		}
		for _, e := range found {
			each(e)
		}
		if len(found) < page {
			return nil
		}
		last = found[page-1]
	}
}

// unchained looks at the events outside of all chains. Those older than the
// first chained one are from before there were chains; later ones nobody may
// have written.
func (v *verification) unchained(ctx context.Context) error {
	all, err := v.client.Event.Query().Count(ctx)
	if err != nil {
		return fmt.Errorf("count events: %w", err)
	}
	begin, err := v.client.Event.Query().Where(event.SequenceGT(0)).Order(db.Asc(event.FieldAt, event.FieldID)).First(ctx)
	switch {
	case db.IsNotFound(err):
		v.summary.Unchained = all
		return nil
	case err != nil:
		return fmt.Errorf("find the first chained event: %w", err)
	}
	v.summary.Unchained, err = v.client.Event.Query().Where(event.SequenceLTE(0), event.AtLT(begin.At.UTC())).Count(ctx)
	if err != nil {
		return fmt.Errorf("count unchained events: %w", err)
	}
	late, err := v.late(ctx, begin)
	if err != nil {
		return fmt.Errorf("read unchained events: %w", err)
	}
	if lost := all - v.summary.Events - v.summary.Unchained - late; lost > 0 {
		v.report(Finding{Kind: EventInserted}.saying("%d events belong to no known agency", lost))
	}
	return nil
}

// late reports the unchained events since the first chained one.
func (v *verification) late(ctx context.Context, begin *db.Event) (n int, err error) {
	from, id := begin.At.UTC(), uuid.Nil
	for {
		found, err := v.client.Event.Query().
			Where(event.SequenceLTE(0), event.AtGTE(from), event.Or(event.AtGT(from), event.IDGT(id))).
			Order(db.Asc(event.FieldAt, event.FieldID)).Limit(page).All(ctx)
		if err != nil {
			return n, err
		}
		for _, e := range found {
			n++
			f := Finding{Kind: EventUnchained, Chain: Chain(e.AgencyID), Agency: v.codes[Chain(e.AgencyID)]}.of(e)
			v.report(f.saying("it stands outside of the chain, and is no older than the chains"))
		}
		if len(found) < page {
			return n, nil
		}
		from, id = found[page-1].At.UTC(), found[page-1].ID
	}
}
