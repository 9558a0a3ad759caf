// Package audit writes the record of who did what, and finds where it was
// tampered with.
//
// Events form chains: one for each agency and one for the instance. Each event
// holds the hash of the one before it and its own, over everything it says.
// The heads of the chains are rows of their own, locked while events are
// added, so that writers of one agency wait for each other and for nobody
// else. Once a day the heads are sealed together, so that a chain rewritten
// from its beginning no longer fits.
package audit

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/eventchain"
	"github.com/tiendo-vn/tiendo/ent/source"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// Instance is the chain of events that concern no agency.
const Instance = "instance"

// An Entry is an event to record.
type Entry struct {
	// At is when; all entries of one call have the same.
	At time.Time
	// Actor is who: a person's name or a program; ActorID the person.
	Actor   string
	ActorID *uuid.UUID
	// OnBehalfOf is for whom, where the role was lent.
	OnBehalfOf string
	// Action is what, such as submission.submit.
	Action string
	// Entity, EntityID and Label say of what.
	Entity   string
	EntityID *uuid.UUID
	Label    string
	// Agency is the agency concerned, whose chain it joins; nil for the instance.
	Agency *uuid.UUID
	// Before and After are values by field; they are kept as JSON.
	Before, After any
}

// Chain is the name of the chain an agency's events join.
func Chain(agency *uuid.UUID) string {
	if agency == nil {
		return Instance
	}
	return agency.String()
}

// chunk bounds the rows of one statement.
const chunk = 200

// Record adds events inside the transaction of tx and returns the key of the
// first. Events of different agencies may come mixed; each joins its chain in
// the order given.
func Record(ctx context.Context, tx *db.Client, on string, entries ...Entry) (uuid.UUID, error) {
	ctx = viewer.NewContext(ctx, viewer.System("audit"))
	byChain := map[string][]Entry{}
	for _, e := range entries {
		name := Chain(e.Agency)
		byChain[name] = append(byChain[name], e)
	}
	names := make([]string, 0, len(byChain))
	for name := range byChain {
		names = append(names, name)
	}
	slices.Sort(names) // always in one order: two writers cannot wait for each other
	var first uuid.UUID
	for _, name := range names {
		id, err := extend(ctx, tx, on, name, byChain[name])
		if err != nil {
			return uuid.Nil, fmt.Errorf("record events of %s: %w", name, err)
		}
		if first == uuid.Nil {
			first = id
		}
	}
	return first, nil
}

// extend adds events to one chain.
func extend(ctx context.Context, tx *db.Client, on, name string, entries []Entry) (uuid.UUID, error) {
	head, err := lock(ctx, tx, on, name)
	if err != nil {
		return uuid.Nil, err
	}
	sequence, previous := head.Sequence, head.Hash
	var first uuid.UUID
	for part := range slices.Chunk(entries, chunk) {
		rows := make([]*db.EventCreate, len(part))
		for n, e := range part {
			sequence++
			row, hash, err := link(tx, e, sequence, previous)
			if err != nil {
				return uuid.Nil, err
			}
			if id, _ := row.Mutation().ID(); first == uuid.Nil {
				first = id
			}
			rows[n], previous = row, hash
		}
		if err := tx.Event.CreateBulk(rows...).Exec(ctx); err != nil {
			return uuid.Nil, err
		}
	}
	return first, tx.EventChain.Update().Where(eventchain.ID(head.ID)).SetSequence(sequence).SetHash(previous).Exec(ctx)
}

// lock returns the head of a chain, locked until the transaction ends. SQLite
// has one writer at a time anyway.
func lock(ctx context.Context, tx *db.Client, on, name string) (*db.EventChain, error) {
	read := func() (*db.EventChain, error) {
		q := tx.EventChain.Query().Where(eventchain.Chain(name))
		if on == dialect.Postgres {
			q.Modify(func(s *sql.Selector) { s.ForUpdate() })
		}
		return q.Only(ctx)
	}
	head, err := read()
	if !db.IsNotFound(err) {
		return head, err
	}
	// Two first writers may come at once: one of them adds the head.
	b := sql.Dialect(on).Insert(eventchain.Table).
		Columns(eventchain.FieldID, eventchain.FieldChain, eventchain.FieldSequence).
		Values(source.Key(), name, 0).OnConflict(sql.ConflictColumns(eventchain.FieldChain), sql.DoNothing())
	query, args := b.Query()
	if _, err := tx.ExecContext(ctx, query, args...); err != nil {
		return nil, err
	}
	return read()
}

// link prepares an event as the next of its chain.
func link(tx *db.Client, e Entry, sequence int64, previous []byte) (*db.EventCreate, []byte, error) {
	before, err := document(e.Before)
	if err != nil {
		return nil, nil, err
	}
	after, err := document(e.After)
	if err != nil {
		return nil, nil, err
	}
	row := &db.Event{
		ID: source.Key(), At: e.At.UTC().Truncate(time.Microsecond), Actor: e.Actor, ActorID: e.ActorID, Action: e.Action,
		Entity: e.Entity, EntityID: e.EntityID, AgencyID: e.Agency, Before: before, After: after,
		Sequence: sequence, PreviousHash: previous,
	}
	if e.OnBehalfOf != "" {
		row.OnBehalfOf = &e.OnBehalfOf
	}
	if e.Label != "" {
		row.Label = &e.Label
	}
	hash, err := Hash(row)
	if err != nil {
		return nil, nil, err
	}
	create := tx.Event.Create().SetID(row.ID).SetAt(row.At).SetActor(row.Actor).SetNillableActorID(row.ActorID).
		SetNillableOnBehalfOf(row.OnBehalfOf).SetAction(row.Action).SetEntity(row.Entity).SetNillableEntityID(row.EntityID).
		SetNillableAgencyID(row.AgencyID).SetNillableLabel(row.Label).
		SetSequence(sequence).SetPreviousHash(previous).SetHash(hash)
	if before != nil {
		create.SetBefore(before)
	}
	if after != nil {
		create.SetAfter(after)
	}
	return create, hash, nil
}

func document(v any) (json.RawMessage, error) {
	switch v := v.(type) {
	case nil:
		return nil, nil
	case json.RawMessage:
		return v, nil
	}
	return json.Marshal(v)
}
