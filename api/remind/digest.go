package remind

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/tiendo-vn/tiendo/api/deliver"
	"github.com/tiendo-vn/tiendo/api/server/language"
	"github.com/tiendo-vn/tiendo/api/service/calendar"
	"github.com/tiendo-vn/tiendo/ent/db"
)

// digest writes items, of which there is at least one, as the digest of an
// agency. Its window is that of the most urgent; of other windows the items say
// which.
func digest(base string, a *db.Agency, all items) deliver.Digest {
	first := all[0]
	d := deliver.Digest{
		Language: language.Vietnamese, AgencyName: a.Name, WindowCode: first.window.Code, WindowTitle: title(first.window),
		DueAt: first.due, Link: link(base, a, first.window),
	}
	for _, i := range all {
		d.Items = append(d.Items, deliver.Item{Kind: i.kind, Count: i.count, Detail: i.detail(first)})
	}
	return d
}

// detail says what an item is about, where that is not what the digest is about.
func (i *item) detail(first *item) string {
	var parts []string
	if i.window.ID != first.window.ID {
		parts = append(parts, fmt.Sprintf("kỳ %s, hạn %s", i.window.Code, i.due.In(calendar.Zone).Format("02/01/2006 15:04")))
	}
	if len(i.about) > 0 {
		parts = append(parts, strings.Join(i.about, ", "))
	}
	return strings.Join(parts, "; ")
}

// title is the name of a window: "Quý I năm 2023".
func title(w *db.ReportingWindow) string {
	if w.Quarter < 1 || w.Quarter > 4 {
		return ""
	}
	return fmt.Sprintf("Quý %s năm %d", []string{"I", "II", "III", "IV"}[w.Quarter-1], w.Year)
}

// link leads to a window of an agency: the instance's page, which front ends
// open at the place the link names.
func link(base string, a *db.Agency, w *db.ReportingWindow) string {
	return base + "/?" + url.Values{"agency": {a.Code}, "window": {w.Code}}.Encode()
}

// A posted digest is what a webhook gets.
type posted struct {
	// Type tells digests from what may come later; Timestamp is when it was made.
	Type      string    `json:"type"`
	Timestamp time.Time `json:"timestamp"`
	Data      struct {
		Day    string       `json:"day"`
		Agency postedAgency `json:"agency"`
		Link   string       `json:"link"`
		Items  []postedItem `json:"items"`
	} `json:"data"`
}

type postedAgency struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

type postedItem struct {
	Kind   deliver.Kind `json:"kind"`
	Count  int          `json:"count"`
	Window string       `json:"window"`
	DueAt  time.Time    `json:"dueAt"`
	// About are the names of the agencies it is about, where it is about others.
	About []string `json:"about,omitempty"`
}

// body writes items for a webhook.
func body(base string, now time.Time, a *db.Agency, all items) ([]byte, error) {
	p := posted{Type: "digest", Timestamp: now.UTC()}
	p.Data.Day, p.Data.Agency, p.Data.Link = dayOf(now), postedAgency{a.Code, a.Name}, link(base, a, all[0].window)
	for _, i := range all {
		p.Data.Items = append(p.Data.Items, postedItem{i.kind, i.count, i.window.Code, i.due.UTC(), i.about})
	}
	return json.Marshal(p)
}
