package service

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/fold"
)

// SearchKind is a kind of thing search looks at.
type SearchKind string

// The kinds.
const (
	SearchIndicator     SearchKind = "INDICATOR"
	SearchTask          SearchKind = "TASK"
	SearchAgency        SearchKind = "AGENCY"
	SearchLegalDocument SearchKind = "LEGAL_DOCUMENT"
)

// places orders hits of equal score: the fewer there are of a kind, the more
// likely one of them is meant.
var places = map[SearchKind]string{SearchAgency: "0", SearchIndicator: "1", SearchLegalDocument: "2", SearchTask: "3"}

// A Hit is something search found.
type Hit struct {
	Node db.Noder
	// Type and ID name the node.
	Type  string
	ID    uuid.UUID
	Name  string
	Score int
	// key orders hits of equal score: the place of the kind, then the code.
	key string
}

// matching is the condition that every folded word of the query begins a word
// of the row.
func matching(words []string) func(*sql.Selector) {
	return func(s *sql.Selector) {
		for _, w := range words {
			s.Where(sql.Like(s.C("search_text"), "% "+w+"%"))
		}
	}
}

// Search returns everything that has all the words, the best first. The
// database finds the rows by their folded column; the order is decided here,
// so that it is the same on every database.
func Search(ctx context.Context, client *db.Client, text string, kinds []SearchKind) ([]Hit, error) {
	words := fold.Words(text)
	if len(words) == 0 {
		return nil, nil
	}
	if len(kinds) == 0 {
		kinds = []SearchKind{SearchIndicator, SearchTask, SearchAgency, SearchLegalDocument}
	}
	q := newQuestion(text, words)
	where := matching(words)
	var hits []Hit
	for _, kind := range slices.Compact(slices.Sorted(slices.Values(kinds))) {
		found, err := searchKind(ctx, client, kind, where, q)
		if err != nil {
			return nil, err
		}
		hits = append(hits, found...)
	}
	slices.SortFunc(hits, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), strings.Compare(a.key, b.key))
	})
	return hits, nil
}

func searchKind(ctx context.Context, client *db.Client, kind SearchKind, where func(*sql.Selector), q question) ([]Hit, error) {
	var hits []Hit
	add := func(n db.Noder, typ, code, key string, id uuid.UUID, other string, names ...string) {
		hits = append(hits, Hit{n, typ, id, names[0], q.score(code, names, other), places[kind] + key + id.String()})
	}
	switch kind {
	case SearchIndicator:
		rows, err := client.Indicator.Query().Where(where).All(ctx)
		for _, r := range rows {
			add(r, "Indicator", r.Code, r.CodeKey, r.ID, deref(r.NameEn), r.Name)
		}
		return hits, err
	case SearchTask:
		rows, err := client.Task.Query().Where(where).All(ctx)
		for _, r := range rows {
			add(r, "Task", r.Code, r.CodeKey, r.ID, deref(r.Description), r.Title)
		}
		return hits, err
	case SearchAgency:
		rows, err := client.Agency.Query().Where(where).All(ctx)
		for _, r := range rows {
			add(r, "Agency", r.Code, r.CodeKey, r.ID, deref(r.NameEn), r.Name, deref(r.ShortName))
		}
		return hits, err
	default:
		rows, err := client.LegalDocument.Query().Where(where).All(ctx)
		for _, r := range rows {
			add(r, "LegalDocument", r.Number, r.NumberKey, r.ID, deref(r.Issuer), r.Title)
		}
		return hits, err
	}
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
