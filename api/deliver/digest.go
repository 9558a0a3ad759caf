package deliver

import (
	"bytes"
	"cmp"
	"embed"
	"errors"
	"fmt"
	htmltemplate "html/template"
	"net/url"
	"slices"
	texttemplate "text/template"
	"time"

	"github.com/tiendo-vn/tiendo/api/server/language"
)

// Digest is what one agency should know about one reporting window today.
type Digest struct {
	// Language is that of the texts.
	Language language.Language
	// AgencyName is the addressee, in the digest's language where it has one.
	AgencyName string
	// WindowCode and WindowTitle name the window: "2023-Q1", "Quý I năm 2023".
	// The title may be empty.
	WindowCode, WindowTitle string
	// DueAt is when the window's reports are due.
	DueAt time.Time
	// Items are what there is to do, at least one, in any order.
	Items []Item
	// Link leads to the window in the front end: https://…, or http://… in
	// development.
	Link string
}

// Item counts things to do of one kind.
type Item struct {
	Kind Kind
	// Count is how many there are, at least 1.
	Count int
	// Detail is a line about them, such as the codes of the indicators; may be
	// empty.
	Detail string
}

// Texts are a digest ready to send.
type Texts struct {
	// Subject is one line.
	Subject string
	// Text and HTML say the same.
	Text, HTML string
}

// The longest lines that go into a digest, in characters. What is longer ends
// in "…".
const (
	nameMost   = 120
	detailMost = 500
)

//go:embed texts
var files embed.FS

var (
	plainTexts = texttemplate.Must(texttemplate.ParseFS(files, "texts/*.txt"))
	htmlTexts  = htmltemplate.Must(htmltemplate.ParseFS(files, "texts/*.html"))
)

// page is what the templates see.
type page struct {
	Subject, Agency, Code, Title, Due, Link string
	Items                                   []pageItem
}

type pageItem struct{ Label, Detail string }

// Render writes the digest's texts, the most urgent item first. It fails on a
// digest that cannot be sent, with every fault at once.
func (d Digest) Render() (Texts, error) {
	if err := d.check(); err != nil {
		return Texts{}, err
	}
	words := wordings[d.Language]
	p := page{
		Agency: line(d.AgencyName, nameMost), Code: line(d.WindowCode, nameMost), Title: line(d.WindowTitle, nameMost),
		Due: words.moment(d.DueAt), Link: d.Link,
	}
	items := slices.SortedStableFunc(slices.Values(d.Items), func(a, b Item) int {
		return cmp.Compare(slices.Index(urgency, a.Kind), slices.Index(urgency, b.Kind))
	})
	for _, item := range items {
		p.Items = append(p.Items, pageItem{words.count(item.Kind, item.Count), line(item.Detail, detailMost)})
	}
	p.Subject = fmt.Sprintf(words.subject, p.Items[0].Label, p.Code, p.Agency)

	var text, html bytes.Buffer
	err := errors.Join(
		plainTexts.ExecuteTemplate(&text, string(d.Language)+".txt", p),
		htmlTexts.ExecuteTemplate(&html, string(d.Language)+".html", p),
	)
	return Texts{Subject: p.Subject, Text: text.String(), HTML: html.String()}, err
}

func (d Digest) check() error {
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	if _, known := wordings[d.Language]; !known {
		fault("language %q: expected vi or en", d.Language)
	}
	if line(d.AgencyName, nameMost) == "" {
		fault("agency name: expected one")
	}
	if line(d.WindowCode, nameMost) == "" {
		fault("window code: expected one")
	}
	if d.DueAt.IsZero() {
		fault("due at: expected a time")
	}
	if len(d.Items) == 0 {
		fault("items: expected at least one")
	}
	for i, item := range d.Items {
		if !slices.Contains(urgency, item.Kind) {
			fault("items[%d] kind %q: expected one of %v", i, item.Kind, urgency)
		}
		if item.Count < 1 {
			fault("items[%d] count %d: expected at least 1", i, item.Count)
		}
	}
	link, err := url.Parse(d.Link)
	if err != nil || link.Scheme != "https" && link.Scheme != "http" || link.Host == "" || !printable(d.Link) {
		fault("link %q: expected https://host/path", shorten(d.Link, 80))
	}
	return errors.Join(faults...)
}
