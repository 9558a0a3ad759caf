package mock

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"time"

	"github.com/tiendo-vn/tiendo/api/service/calendar"
	"github.com/tiendo-vn/tiendo/ent/source"
)

// A stage is where a story is played: everything goes through the server, so that
// nothing is in the world that its rules would not let in.
type stage struct {
	clock  *source.Reproduced
	server http.Handler
}

// play makes the changes one after the other.
func (s *stage) play(ctx context.Context, story []step) error {
	for _, step := range story {
		at, err := time.ParseInLocation("2006-01-02 15:04", step.at, calendar.Zone)
		if err != nil {
			return err
		}
		s.clock.Set(at)
		if err := s.do(ctx, step); err != nil {
			return fmt.Errorf("%s: %w", step, err)
		}
	}
	return nil
}

// do makes one change, and fails where it is refused.
func (s *stage) do(ctx context.Context, step step) error {
	input := maps.Clone(step.input)
	if step.agency != "" {
		if err := s.address(ctx, step, input); err != nil {
			return err
		}
	}
	faults := "userErrors { code path message severity }"
	if step.mutation == "putFigures" {
		faults += " cells { " + faults + " }"
	}
	query := fmt.Sprintf("mutation($input: %s%sInput!) { made: %[3]s(input: $input) { %s } }",
		strings.ToUpper(step.mutation[:1]), step.mutation[1:], step.mutation, faults)
	var answer struct {
		Made struct {
			UserErrors []fault
			Cells      []struct{ UserErrors []fault }
		}
	}
	if err := s.ask(ctx, step.who, query, values{"input": input}, &answer); err != nil {
		return err
	}
	found := answer.Made.UserErrors
	for _, c := range answer.Made.Cells {
		found = append(found, c.UserErrors...)
	}
	for _, f := range found {
		if f.Severity != "WARNING" {
			return fmt.Errorf("%s at %v: %s", f.Code, f.Path, f.Message)
		}
	}
	return nil
}

type fault struct {
	Code, Message, Severity string
	Path                    []string
}

// address puts the report into the input, and the ids of figures for their codes.
func (s *stage) address(ctx context.Context, step step, input values) error {
	var answer struct {
		Submission struct {
			ID      string
			Version int
			Figures struct {
				Edges []struct {
					Node struct {
						ID        string
						Indicator struct{ Code string }
					}
				}
			}
		}
	}
	err := s.ask(ctx, step.who, `query($agency: String!, $window: String!) { submission(agency: $agency, window: $window) { id version
		figures(first: 200) { edges { node { id indicator { code } } } } } }`,
		values{"agency": step.agency, "window": step.window}, &answer)
	if err != nil {
		return err
	}
	if step.mutation == "putNarrative" {
		input["submission"] = answer.Submission.ID
		return nil
	}
	input["id"], input["version"] = answer.Submission.ID, answer.Submission.Version
	named, _ := input["figures"].([]any)
	for n, f := range named {
		for _, e := range answer.Submission.Figures.Edges {
			if f := f.(values); e.Node.Indicator.Code == f["code"] {
				named[n] = values{"id": e.Node.ID, "comment": f["comment"]}
			}
		}
	}
	return nil
}

// ask posts an operation as one of the people.
func (s *stage) ask(ctx context.Context, who, query string, variables values, to any) error {
	body, err := json.Marshal(values{"query": query, "variables": variables})
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://localhost/graphql", bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+who)
	w := &answerWriter{header: http.Header{}}
	s.server.ServeHTTP(w, r)
	answer := struct {
		Data   any
		Errors []struct{ Message string }
	}{Data: to}
	if err := json.Unmarshal(w.body.Bytes(), &answer); err != nil {
		return fmt.Errorf("%w in %q", err, w.body.String())
	}
	if len(answer.Errors) > 0 {
		return fmt.Errorf("%s", answer.Errors[0].Message)
	}
	return nil
}

// answerWriter keeps an answer in memory.
type answerWriter struct {
	header http.Header
	body   bytes.Buffer
}

// Header is the answer's.
func (w *answerWriter) Header() http.Header { return w.header }

// WriteHeader needs no status: errors are in the body.
func (w *answerWriter) WriteHeader(int) {}

// Write takes a part of the body.
func (w *answerWriter) Write(part []byte) (int, error) { return w.body.Write(part) }
