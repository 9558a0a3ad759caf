package audit

import (
	"cmp"
	"context"
	stdsql "database/sql"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/asof"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// A Summary is what was verified.
type Summary struct {
	// Chains and Events are how many were followed.
	Chains int `json:"chains"`
	Events int `json:"events"`
	// Unchained are the events older than all chains, which nothing vouches for.
	Unchained int `json:"unchained"`
	// Seals are how many seals there are.
	Seals int `json:"seals"`
	// LastSeal is the day of the last seal, as 2006-01-02, and LastSealHash its
	// hash in hexadecimal. Kept outside of the database, they show whether all of
	// it was written anew.
	LastSeal     string `json:"lastSeal,omitempty"`
	LastSealHash string `json:"lastSealHash,omitempty"`
	// Findings are how many were reported.
	Findings int `json:"findings"`
}

// Verify follows every chain of events from its beginning and reports what is
// wrong, chain by chain, in the order of the events. It reads all of one
// moment, so that writers neither wait nor disturb it, and holds no more than
// some hundred events and the heads that were sealed. The error is that of
// reading: with one, what was reported is not all there is.
func Verify(ctx context.Context, client *db.Client, report func(Finding)) (s Summary, err error) {
	ctx = viewer.NewContext(asof.Now(ctx), viewer.Inspector("audit.verify"))
	tx, err := client.BeginTx(ctx, &stdsql.TxOptions{Isolation: stdsql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return s, fmt.Errorf("verify: begin: %w", err)
	}
	defer func() {
		if failed := tx.Rollback(); failed != nil && !errors.Is(failed, stdsql.ErrTxDone) {
			err = errors.Join(err, failed)
		}
	}()
	v := &verification{client: tx.Client(), summary: &s, report: func(f Finding) { s.Findings++; report(f) }}
	if err := v.run(ctx); err != nil {
		return s, fmt.Errorf("verify: %w", err)
	}
	return s, nil
}

// A verification is one in progress.
type verification struct {
	client  *db.Client
	summary *Summary
	report  func(Finding)
	seals   *sealed
	codes   map[string]string // of agencies, by chain
	heads   map[string]*db.EventChain
}

func (v *verification) run(ctx context.Context) error {
	if err := v.prepare(ctx); err != nil {
		return err
	}
	for _, name := range v.names() {
		if err := v.chain(ctx, name); err != nil {
			return fmt.Errorf("chain %s: %w", name, err)
		}
	}
	return v.unchained(ctx)
}

// prepare reads what is needed to judge chains.
func (v *verification) prepare(ctx context.Context) error {
	agencies, err := v.client.Agency.Query().Select(agency.FieldID, agency.FieldCode).All(ctx)
	if err != nil {
		return fmt.Errorf("read agencies: %w", err)
	}
	v.codes = make(map[string]string, len(agencies))
	for _, a := range agencies {
		v.codes[a.ID.String()] = a.Code
	}
	heads, err := v.client.EventChain.Query().All(ctx)
	if err != nil {
		return fmt.Errorf("read heads: %w", err)
	}
	v.heads = make(map[string]*db.EventChain, len(heads))
	for _, h := range heads {
		v.heads[h.Chain] = h
	}
	if v.seals, err = readSeals(ctx, v.client, v.report); err != nil {
		return fmt.Errorf("read seals: %w", err)
	}
	v.summary.Seals, v.summary.LastSeal, v.summary.LastSealHash = v.seals.count, v.seals.lastDay, v.seals.lastHash
	return nil
}

// names lists the chains there are or were, the instance's first: it knows of
// the seals.
func (v *verification) names() []string {
	var names []string
	for name := range v.codes {
		names = append(names, name)
	}
	for name := range v.heads {
		names = append(names, name)
	}
	for name := range v.seals.points {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(v.codes[a], v.codes[b]), cmp.Compare(a, b))
	})
	names = slices.DeleteFunc(slices.Compact(names), func(name string) bool { return name == Instance })
	return append([]string{Instance}, names...)
}

// chain follows one chain.
func (v *verification) chain(ctx context.Context, name string) error {
	w := &walk{at: Finding{Chain: name, Agency: v.codes[name]}, report: v.report, seals: v.seals, points: v.seals.points[name]}
	id, err := uuid.Parse(name)
	if name != Instance && err != nil {
		v.report(w.place(HeadChanged).saying("there is no such chain: chains are named after agencies"))
		return nil
	}
	var key *uuid.UUID
	if name != Instance {
		key = &id
	}
	if err := pages(ctx, v.client, key, w.event); err != nil {
		return err
	}
	if name == Instance {
		v.seals.finish(v.report) // its events tell of the seals
	}
	w.finish(v.heads[name])
	v.summary.Events += w.count
	if w.count > 0 || v.heads[name] != nil {
		v.summary.Chains++
	}
	return nil
}
