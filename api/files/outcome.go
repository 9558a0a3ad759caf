package files

import (
	"context"
	"net/http"
	"strconv"

	"github.com/tiendo-vn/tiendo/api/graph/gid"
	"github.com/tiendo-vn/tiendo/api/server/language"
	"github.com/tiendo-vn/tiendo/api/service/file"
)

// told is an outcome as programs read it.
type told struct {
	Mode       string        `json:"mode"`
	Written    int           `json:"written"`
	Rows       int           `json:"rows"`
	Findings   []toldFinding `json:"findings"`
	Submission *toldReport   `json:"submission"`
}

type toldFinding struct {
	Sheet     string `json:"sheet"`
	Position  string `json:"position"`
	Indicator string `json:"indicator"`
	Code      string `json:"code"`
	Severity  string `json:"severity"`
	Message   string `json:"message"`
}

type toldReport struct {
	ID      string `json:"id"`
	Version int    `json:"version"`
	Status  string `json:"status"`
}

func toldOf(ctx context.Context, o *file.Outcome) told {
	t := told{Mode: string(o.Mode), Written: o.Written, Rows: o.Rows, Findings: make([]toldFinding, len(o.Findings))}
	vietnamese := language.From(ctx) == language.Vietnamese
	for n, f := range o.Findings {
		message := f.MessageEn
		if vietnamese {
			message = f.MessageVi
		}
		t.Findings[n] = toldFinding{f.Sheet, f.Position, f.Indicator, f.Code, f.Severity, message}
	}
	if o.Report != nil {
		t.Submission = &toldReport{gid.Of("Submission", *o.Report).String(), o.Version, o.Status}
	}
	return t
}

// count puts the counts of an outcome where a workbook is the answer.
func count(h http.Header, o *file.Outcome) {
	h.Set("X-Workbook-Mode", string(o.Mode))
	h.Set("X-Workbook-Rows", strconv.Itoa(o.Rows))
	h.Set("X-Workbook-Written", strconv.Itoa(o.Written))
	h.Set("X-Workbook-Findings", strconv.Itoa(len(o.Findings)))
	h.Set("X-Workbook-Errors", strconv.Itoa(o.Errors()))
	if o.Report != nil {
		h.Set("X-Submission-Id", gid.Of("Submission", *o.Report).String())
		h.Set("X-Submission-Version", strconv.Itoa(o.Version))
		h.Set("X-Submission-Status", o.Status)
	}
}
