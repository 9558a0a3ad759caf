package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/tiendo-vn/tiendo/api/audit"
)

type auditCommand struct {
	Verify auditVerifyCommand `cmd:"" help:"Follow all chains of events and name every fault in them; ends with status 1 where there is one."`
	Seal   auditSealCommand   `cmd:"" help:"Set today's seal over all chains of events, if it is not set yet."`
}

type auditVerifyCommand struct {
	JSON bool `name:"json" help:"Print one JSON document: findings and summary."`
}

// Run names every fault, or says what was found to be whole.
func (cmd auditVerifyCommand) Run(ctx context.Context, settings settingsFunc, stdout io.Writer) error {
	c, d, err := open(ctx, patient(settings))
	if err != nil {
		return err
	}
	defer d.Close()
	if err := ready(ctx, c, d); err != nil {
		return err
	}
	w := &findingsWriter{out: stdout, json: cmd.JSON}
	w.begin()
	summary, err := audit.Verify(ctx, d.Client, w.finding)
	if err != nil {
		return err
	}
	if w.end(summary); w.err != nil {
		return fmt.Errorf("print what was found: %w", w.err)
	}
	if summary.Findings > 0 {
		return fmt.Errorf("the record was tampered with: findings: %d", summary.Findings)
	}
	return nil
}

// A findingsWriter prints findings as they come: there may be as many as events.
type findingsWriter struct {
	out  io.Writer
	json bool
	any  bool
	err  error
}

func (w *findingsWriter) print(format string, args ...any) {
	if w.err == nil {
		_, w.err = fmt.Fprintf(w.out, format, args...)
	}
}

func (w *findingsWriter) document(v any) string {
	text, err := json.Marshal(v)
	if w.err == nil {
		w.err = err
	}
	return string(text)
}

func (w *findingsWriter) begin() {
	if w.json {
		w.print(`{"findings": [`)
	}
}

func (w *findingsWriter) finding(f audit.Finding) {
	switch {
	case !w.json:
		w.print("%s\n", f.Sentence)
	case w.any:
		w.print(",\n%s", w.document(f))
	default:
		w.print("\n%s", w.document(f))
	}
	w.any = true
}

func (w *findingsWriter) end(s audit.Summary) {
	if w.json {
		w.print("\n], \"summary\": %s}\n", w.document(s))
		return
	}
	if s.Findings == 0 {
		w.print("no fault; ")
	}
	w.print("events: %d, chains: %d, seals: %d", s.Events, s.Chains, s.Seals)
	if s.LastSeal != "" {
		w.print(", last seal: %s %s", s.LastSeal, s.LastSealHash)
	}
	if s.Unchained > 0 {
		w.print(", events older than the chains: %d", s.Unchained)
	}
	w.print("\n")
}

type auditSealCommand struct{}

// Run seals the day.
func (auditSealCommand) Run(ctx context.Context, settings settingsFunc, stdout io.Writer) error {
	c, d, err := open(ctx, settings)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := ready(ctx, c, d); err != nil {
		return err
	}
	now := time.Now()
	if err := audit.Seal(ctx, d.Client, d.Dialect, now); err != nil {
		return err
	}
	_, err = fmt.Fprintf(stdout, "sealed %s\n", audit.Day(now).Format(time.DateOnly))
	return err
}
