package main

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/auth"
	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/database"
	"github.com/tiendo-vn/tiendo/api/graph/gid"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/figure"
	"github.com/tiendo-vn/tiendo/ent/db/indicator"
	"github.com/tiendo-vn/tiendo/ent/db/plan"
	"github.com/tiendo-vn/tiendo/ent/db/reportingwindow"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// handIn hands a report in.
const handIn = `mutation($input: SubmitSubmissionInput!) { submitSubmission(input: $input) {
	clientMutationId submission { id status version submittedAt late drafted submitted } userErrors { code path message } } }`

// A draft is a report that is ready to be handed in, and who does.
type draft struct {
	report, person   uuid.UUID
	key, token, body string
	figures          map[uuid.UUID]string // the numbers entered, by the key of the figure
}

// check says what is wrong with the answer to its being handed in.
func (d *draft) check(answer string) error {
	var got struct {
		Data struct {
			SubmitSubmission struct {
				ClientMutationID string
				Submission       struct {
					ID, Status string
					Version    int
				}
				UserErrors []json.RawMessage
			}
		}
	}
	if err := json.Unmarshal([]byte(answer), &got); err != nil {
		return fmt.Errorf("%w in %s", err, answer)
	}
	p := got.Data.SubmitSubmission
	if s := p.Submission; p.ClientMutationID != d.key || s.ID != gid.Of("Submission", d.report).String() || s.Status != "SUBMITTED" || s.Version != 2 || len(p.UserErrors) > 0 {
		return fmt.Errorf("answered %s; expected version 2 of %s, handed in", answer, d.key)
	}
	return nil
}

// An eve is a database on the eve of a deadline, in which reports wait to be
// handed in: of so many communes, each with a reporter of its own.
type eve struct {
	*database.Database
	drafts []*draft
}

// newEve makes the database with the program's own commands, and adds the drafts.
func newEve(t *testing.T, dir string, storage config.DatabaseURL, n int) *eve {
	t.Helper()
	for _, command := range [][]string{{"migrate", "up"}, {"plan", "load"}} {
		_, err := tiendo(t, command...)
		require.NoError(t, err)
	}
	d, err := database.Open(t.Context(), storage, config.Default().Database)
	require.NoError(t, err)
	t.Cleanup(func() { d.Close() })
	secret, err := config.Secret(config.Config{DataDir: dir})
	require.NoError(t, err)
	e := &eve{Database: d}
	tokens := auth.NewDevelopment(secret, time.Now)
	w := e.dueSoon(t)
	// Statements may have only so many values.
	for from := 0; from < n; from += 100 {
		e.addDrafts(t, tokens, w, from, min(from+100, n))
	}
	return e
}

// dueSoon returns a window that is open, and due in an hour.
func (e *eve) dueSoon(t *testing.T) *db.ReportingWindow {
	t.Helper()
	due := time.Now().UTC().Truncate(time.Second).Add(time.Hour)
	w := e.Client.ReportingWindow.Query().Where(reportingwindow.Code("2023-Q1")).OnlyX(apitest.System())
	w, err := w.Update().SetOpensAt(due.AddDate(0, -1, 0)).SetDueAt(due).SetGraceUntil(due).SetLocksAt(due).Save(apitest.System())
	require.NoError(t, err)
	return w
}

// addDrafts adds communes, their reporters and their drafts with three numbers
// each.
func (e *eve) addDrafts(t *testing.T, tokens *auth.Development, w *db.ReportingWindow, from, to int) {
	t.Helper()
	ctx, n := apitest.System(), to-from
	everybody := e.Client.Agency.Query().Where(agency.Code("cac-bo-nganh-dia-phuong")).OnlyX(ctx)
	owed := e.Client.Indicator.Query().Where(indicator.HasPlanWith(plan.Code("2021-2025")), indicator.CodeIn("1.1", "1.2", "1.3")).IDsX(ctx)
	require.Len(t, owed, 3)

	agencies, people := make([]*db.AgencyCreate, n), make([]*db.PersonCreate, n)
	personas := make([]auth.Persona, n)
	for i := range n {
		code := fmt.Sprintf("xa-%03d", from+i)
		personas[i] = auth.Somebody("reporter-"+code, "Người báo cáo "+code)
		agencies[i] = e.Client.Agency.Create().SetCode(code).SetName("Ủy ban nhân dân xã " + code).SetKind(agency.KindUNIT)
		people[i] = e.Client.Person.Create().SetSubject(personas[i].Subject).SetName(personas[i].Name).SetEmail(personas[i].Key + "@tiendo.example")
	}
	communes, reporters := e.Client.Agency.CreateBulk(agencies...).SaveX(ctx), e.Client.Person.CreateBulk(people...).SaveX(ctx)

	members, roles, drafts := make([]*db.AgencyMembershipCreate, n), make([]*db.RoleGrantCreate, n), make([]*db.SubmissionCreate, n)
	for i, a := range communes {
		members[i] = e.Client.AgencyMembership.Create().SetAgency(everybody).SetMemberOfID(a.ID)
		roles[i] = e.Client.RoleGrant.Create().SetPersonID(reporters[i].ID).SetAgencyID(a.ID).SetRole(viewer.RoleReporter)
		drafts[i] = e.Client.Submission.Create().SetAgencyID(a.ID).SetWindowID(w.ID).SetDrafted(len(owed))
	}
	e.Client.AgencyMembership.CreateBulk(members...).ExecX(ctx)
	e.Client.RoleGrant.CreateBulk(roles...).ExecX(ctx)
	reports := e.Client.Submission.CreateBulk(drafts...).SaveX(ctx)

	var figures []*db.FigureCreate
	for i, s := range reports {
		token, err := tokens.Token(personas[i])
		require.NoError(t, err)
		d := &draft{report: s.ID, person: reporters[i].ID, key: "hand in " + communes[i].Code, token: token, figures: map[uuid.UUID]string{}}
		body, err := json.Marshal(map[string]any{"query": handIn, "variables": map[string]any{
			"input": map[string]any{"id": gid.Of("Submission", s.ID).String(), "version": 1, "clientMutationId": d.key}}})
		require.NoError(t, err)
		d.body = string(body)
		for j, of := range owed {
			id, value := uuid.Must(uuid.NewV7()), decimal.New(int64(3*(from+i)+j), -2)
			d.figures[id] = value.String()
			figures = append(figures, e.Client.Figure.Create().SetID(id).SetIndicatorID(of).SetAgencyID(s.AgencyID).SetSubmissionID(s.ID).
				SetYear(w.Year).SetWindowID(w.ID).SetPeriodKey(fmt.Sprintf("%04d-Q%d", w.Year, w.Quarter)).
				SetGrade(figure.GradePRELIMINARY).SetSource(figure.SourceDECLARED).SetStatedValue(value))
		}
		e.drafts = append(e.drafts, d)
	}
	e.Client.Figure.CreateBulk(figures...).ExecX(ctx)
}

// holdWrites lets nobody write to the database until it is released.
func (e *eve) holdWrites(t *testing.T) (release func()) {
	t.Helper()
	tx, err := e.DB.BeginTx(t.Context(), nil) // of SQLite, this is all it takes
	require.NoError(t, err)
	if e.Dialect == dialect.Postgres {
		_, err = tx.ExecContext(t.Context(), "LOCK TABLE events IN SHARE MODE")
		require.NoError(t, err)
	}
	return func() { require.NoError(t, tx.Rollback()) }
}
