package report

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/service/change"
	workbook "github.com/tiendo-vn/tiendo/api/sheet"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/event"
	"github.com/tiendo-vn/tiendo/ent/db/submissionversion"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// An issue is where a report stood when a workbook was made from it, and what
// the same workbook has written since: correcting a file and sending it again is
// no conflict with oneself.
type issue struct {
	// version is the key of the report's version; zero where there was none. Keys
	// are made in order: what has a later key came after it.
	version uuid.UUID
	at      time.Time
	// made and ended are the keys of rows that earlier uploads of the workbook
	// added, and ended.
	made, ended map[uuid.UUID]bool
}

// issueOf finds out what a workbook was made from; nil where nothing has changed
// since. A version that is not there counts as the one before the first.
func issueOf(ctx context.Context, tx *change.Tx, sh *sheet, stamp workbook.Stamp) (*issue, error) {
	if stamp.SubmissionVersion == sh.report.Version {
		return nil, nil
	}
	ctx = viewer.NewContext(ctx, viewer.System("workbook"))
	i := &issue{made: map[uuid.UUID]bool{}, ended: map[uuid.UUID]bool{}}
	v, err := tx.SubmissionVersion.Query().
		Where(submissionversion.SubmissionID(sh.report.ID), submissionversion.Version(stamp.SubmissionVersion)).Only(ctx)
	switch {
	case err == nil:
		i.version, i.at = v.ID, v.ChangedAt
	case !db.IsNotFound(err):
		return nil, err
	}
	earlier, err := tx.Event.Query().Where(event.EntityID(sh.report.ID), event.Action(workbookPut), event.ActorID(tx.Viewer.Person)).All(ctx)
	if err != nil {
		return nil, err
	}
	for _, e := range earlier {
		var put putEvent
		if err := json.Unmarshal(e.After, &put); err != nil {
			return nil, err
		}
		if !put.IssuedAt.Equal(stamp.IssuedAt) {
			continue
		}
		for _, id := range put.Made {
			i.made[id] = true
		}
		for _, id := range put.Ended {
			i.ended[id] = true
		}
	}
	return i, nil
}

// touched says whether somebody changed a cell since the workbook was made. A
// suggestion is nobody's.
func (i *issue) touched(c *cell) bool {
	if i == nil || c == nil || c.last == nil || c.last.Prefilled {
		return false
	}
	return i.after(c.last.ID, c.last.SupersededAt)
}

// after says whether a row was added or ended since the workbook was made, by
// anything but the workbook.
func (i *issue) after(id uuid.UUID, ended *time.Time) bool {
	if i == nil {
		return false
	}
	return bytes.Compare(id[:], i.version[:]) > 0 && !i.made[id] || ended != nil && ended.After(i.at) && !i.ended[id]
}

// conflictOf says what a cell holds now.
func conflictOf(c *cell, i *db.Indicator) change.Sentence {
	f := c.current()
	if f == nil {
		return change.Say("Số liệu %[1]s đã được xóa sau khi tải biểu mẫu. Hãy tải lại biểu mẫu hoặc sửa trực tuyến.",
			"The figure of %[1]s was taken out after the form was downloaded. Download the form again, or edit online.", i.Code)
	}
	text := ""
	if n := printedNumber(f, i); n != nil {
		text = n.String()
	}
	return change.Say("Số liệu %[1]s đã được sửa thành %[2]s sau khi tải biểu mẫu; không ghi đè. Hãy tải lại biểu mẫu hoặc sửa trực tuyến.",
		"The figure of %[1]s was changed to %[2]s after the form was downloaded; it is not overwritten. Download the form again, or edit online.", i.Code, text)
}

// sorted are indicators in the order of plans and codes, as they are owed.
func sorted(indicators map[uuid.UUID]*db.Indicator) []*db.Indicator {
	return slices.SortedFunc(maps.Values(indicators), func(a, b *db.Indicator) int {
		return cmp.Or(cmp.Compare(a.Edges.Plan.CodeKey, b.Edges.Plan.CodeKey), cmp.Compare(a.CodeKey, b.CodeKey))
	})
}
