package service

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"entgo.io/ent/dialect/sql"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/fold"
)

// SearchKind is a kind of thing search looks at.
type SearchKind string

// The kinds, in the order in which equal hits are listed.
const (
	SearchIndicator     SearchKind = "INDICATOR"
	SearchTask          SearchKind = "TASK"
	SearchAgency        SearchKind = "AGENCY"
	SearchLegalDocument SearchKind = "LEGAL_DOCUMENT"
)

// A Hit is something search found.
type Hit struct {
	Node  db.Noder
	Name  string
	Score int
	// key orders hits of equal score: kind, then code.
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
	switch kind {
	case SearchIndicator:
		rows, err := client.Indicator.Query().Where(where).All(ctx)
		for _, r := range rows {
			hits = append(hits, Hit{r, r.Name, q.score(r.Code, r.Name, ""), "1" + r.CodeKey + r.ID.String()})
		}
		return hits, err
	case SearchTask:
		rows, err := client.Task.Query().Where(where).All(ctx)
		for _, r := range rows {
			hits = append(hits, Hit{r, r.Title, q.score(r.Code, r.Title, deref(r.Description)), "2" + r.CodeKey + r.ID.String()})
		}
		return hits, err
	case SearchAgency:
		rows, err := client.Agency.Query().Where(where).All(ctx)
		for _, r := range rows {
			hits = append(hits, Hit{r, r.Name, q.score(r.Code, r.Name, deref(r.ShortName)+" "+deref(r.NameEn)), "0" + r.CodeKey + r.ID.String()})
		}
		return hits, err
	default:
		rows, err := client.LegalDocument.Query().Where(where).All(ctx)
		for _, r := range rows {
			hits = append(hits, Hit{r, r.Title, q.score(r.Number, r.Title, deref(r.Issuer)), "3" + r.NumberKey + r.ID.String()})
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
