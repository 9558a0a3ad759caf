package faults_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/lib/pq"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/config"
	"github.com/tiendo-vn/tiendo/api/database"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// window is the one everybody reports for, and today is in it.
const window = "2023-Q1"

var today = time.Date(2023, 3, 20, 2, 0, 0, 0, time.UTC)

// everybody is the group whose members owe the plan's figures.
const everybody = "cac-bo-nganh-dia-phuong"

// A world is a PostgreSQL with the plan and people at work, and servers that
// reach it through something that fails.
type world struct {
	// Server is over the database itself: nothing between them fails.
	*apitest.Server
	unused []string // provinces without a report

	mu sync.Mutex
	n  int // communes so far
}

// newWorld gives the people their roles.
func newWorld(t *testing.T, d *apitest.Database) *world {
	t.Helper()
	w := &world{Server: apitest.SignedIn(t, d)}
	w.Clock.Set(today)
	for _, a := range d.Client.Agency.Query().Where(agency.KindEQ(agency.KindPROVINCE)).Order(db.Asc(agency.FieldCode)).AllX(apitest.System()) {
		w.unused = append(w.unused, a.Code)
	}
	return w
}

// address is where a database listens.
func address(t *testing.T, of config.DatabaseURL) (network, address string) {
	t.Helper()
	c, err := pq.NewConfig(string(of))
	require.NoError(t, err)
	if strings.HasPrefix(c.Host, "/") {
		return "unix", fmt.Sprintf("%s/.s.PGSQL.%d", c.Host, c.Port)
	}
	return "tcp", fmt.Sprintf("%s:%d", c.Host, c.Port)
}

// behind is the URL of a database as it is reached through a port.
func behind(t *testing.T, of config.DatabaseURL, port int) config.DatabaseURL {
	t.Helper()
	u, err := url.Parse(string(of))
	require.NoError(t, err)
	query := u.Query()
	query.Del("host")
	query.Del("port")
	u.RawQuery, u.Host = query.Encode(), fmt.Sprintf("127.0.0.1:%d", port)
	return config.DatabaseURL(u.String())
}

// through starts a server that reaches the database through a port.
func (w *world) through(t *testing.T, port int, settings config.Config) *apitest.Server {
	t.Helper()
	d, err := database.Open(t.Context(), behind(t, w.Database.URL, port), settings.Database)
	require.NoError(t, err)
	t.Cleanup(func() { d.Close() })
	return apitest.SignedInWith(t, &apitest.Database{Database: d}, w.Clock, settings)
}

// patient are settings whose clocks do not strike on a busy machine.
func patient() config.Config {
	c := config.Default()
	c.Limits.Timeout, c.HTTP.WriteTimeout = 2*time.Minute, 3*time.Minute
	c.Database.StatementTimeout = time.Minute
	return c
}

// province takes a province without a report, and gives it a reporter.
func (w *world) province(t *testing.T) (code, reporter string) {
	t.Helper()
	w.mu.Lock()
	require.NotEmpty(t, w.unused, "no province is left")
	code = w.unused[0]
	w.unused = w.unused[1:]
	w.mu.Unlock()
	reporter = "reporter-" + code
	w.Grant(t, reporter, viewer.RoleReporter, code)
	return code, reporter
}

// communes adds agencies that owe what everybody owes, below one whose reporter
// is theirs.
func (w *world) communes(t *testing.T, n int) (codes []string, reporter string) {
	t.Helper()
	ctx := apitest.System()
	w.mu.Lock()
	first := w.n
	w.n += n
	w.mu.Unlock()
	above := fmt.Sprintf("huyen-%d", first)
	parent := w.Client.Agency.Create().SetCode(above).SetName(above).SetKind(agency.KindUNIT).SaveX(ctx)
	group := w.Client.Agency.Query().Where(agency.Code(everybody)).OnlyX(ctx)
	agencies, members := make([]*db.AgencyCreate, n), make([]*db.AgencyMembershipCreate, n)
	for i := range n {
		code := fmt.Sprintf("xa-%d", first+i)
		codes = append(codes, code)
		agencies[i] = w.Client.Agency.Create().SetCode(code).SetName(code).SetKind(agency.KindUNIT).SetParent(parent)
	}
	for i, a := range w.Client.Agency.CreateBulk(agencies...).SaveX(ctx) {
		members[i] = w.Client.AgencyMembership.Create().SetAgency(group).SetMemberOfID(a.ID)
	}
	w.Client.AgencyMembership.CreateBulk(members...).ExecX(ctx)
	w.Grant(t, "reporter-"+above, viewer.RoleReporter, above)
	return codes, "reporter-" + above
}

type input = map[string]any

// inputs are the types of what mutations take.
var inputs = map[string]string{
	"openSubmission": "OpenSubmissionInput", "putFigures": "PutFiguresInput", "submitSubmission": "SubmitSubmissionInput",
	"returnSubmission": "ReturnSubmissionInput", "approveSubmission": "ApproveSubmissionInput",
}

// A change is a mutation that somebody asks for, maybe several times.
type change struct {
	name string
	in   input
}

// ask asks for it, and says how long the answer took.
func (c change) ask(t *testing.T, s *apitest.Server) (apitest.Answer, time.Duration) {
	t.Helper()
	start := time.Now()
	answer := s.Ask(t, `mutation($input: `+inputs[c.name]+`!) { `+c.name+`(input: $input) {
		clientMutationId submission { id status version } userErrors { code path message } } }`, map[string]any{"input": c.in})
	return answer, time.Since(start)
}

// report is what an answer says of the report.
type report struct {
	ID, Status string
	Version    int
}

// made reads the answer to a change that has to be made.
func (c change) made(t *testing.T, answer apitest.Answer) report {
	t.Helper()
	require.Empty(t, answer.Errors, "%s %v", c.name, c.in)
	var data map[string]struct {
		Submission report
		UserErrors []any
	}
	require.NoError(t, json.Unmarshal(answer.Data, &data))
	require.Empty(t, data[c.name].UserErrors, "%s %v", c.name, c.in)
	return data[c.name].Submission
}

// make makes a change.
func (c change) make(t *testing.T, s *apitest.Server) report {
	t.Helper()
	answer, _ := c.ask(t, s)
	return c.made(t, answer)
}

// keyed gives a change a key of its own.
func (c change) keyed(format string, args ...any) change {
	c.in["clientMutationId"] = fmt.Sprintf(format, args...)
	return c
}
