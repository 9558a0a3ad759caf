package access_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/graph/gid"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/db/event"
	"github.com/tiendo-vn/tiendo/ent/db/person"
	"github.com/tiendo-vn/tiendo/ent/db/rolegrant"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// The mutations, as a front end writes them.
const (
	grantRole = `mutation($in: GrantRoleInput!) { grantRole(input: $in) {
		grant { id role until revokedAt person { name } agency { code } by { name } } clientMutationId userErrors { code path message } } }`
	revokeRole = `mutation($in: RevokeRoleInput!) { revokeRole(input: $in) {
		grant { id revokedAt } userErrors { code path message } } }`
	delegateRole = `mutation($in: DelegateRoleInput!) { delegateRole(input: $in) {
		delegation { id role startsAt endsAt reason agency { code } from { name } to { name } } userErrors { code path message } } }`
	endDelegation = `mutation($in: EndDelegationInput!) { endDelegation(input: $in) {
		delegation { id revokedAt } userErrors { code path message } } }`
	createToken = `mutation($in: CreateMachineTokenInput!) { createMachineToken(input: $in) {
		machineToken { id name hint role scopes expiresAt agency { code } by { name } } secret userErrors { code path message } } }`
	revokeToken = `mutation($in: RevokeMachineTokenInput!) { revokeMachineToken(input: $in) {
		machineToken { id revokedAt } secret userErrors { code path message } } }`
	createWebhook = `mutation($in: CreateWebhookInput!) { createWebhook(input: $in) {
		webhook { id url agency { code } by { name } } secret userErrors { code path message } } }`
	removeWebhook = `mutation($in: RemoveWebhookInput!) { removeWebhook(input: $in) {
		webhook { id removedAt } secret userErrors { code path message } } }`
	asking = `{ viewer { name signedIn until locale person { name } roles { role until agency { code } through { name } } } }`
)

// values are the fields of an input.
type values = map[string]any

// input is the variables of a mutation.
func input(v values) map[string]any { return map[string]any{"in": v} }

// with returns values with some replaced; nil takes one away.
func with(base, change values) values {
	all := values{}
	for k, v := range base {
		all[k] = v
	}
	for k, v := range change {
		if all[k] = v; v == nil {
			delete(all, k)
		}
	}
	return all
}

// fault is one of the userErrors of an answer.
type fault struct {
	Code, Message string
	Path          []string
}

// answer is what any of the mutations answers.
type answer struct {
	ClientMutationID                         *string
	Grant, Delegation, MachineToken, Webhook *struct {
		ID, Role, Name, Hint, URL, Reason      string
		Until, RevokedAt, RemovedAt, ExpiresAt *time.Time
		StartsAt, EndsAt                       time.Time
		Scopes                                 []string
		Person, By, From, To                   *struct{ Name string }
		Agency                                 struct{ Code string }
	}
	Secret     *string
	UserErrors []fault
}

// codes are the codes of the faults with their paths, as CODE path.
func (a answer) codes() []string {
	codes := []string{}
	for _, e := range a.UserErrors {
		code := e.Code
		for _, p := range e.Path {
			code += " " + p
		}
		codes = append(codes, code)
	}
	return codes
}

// scene is a server with people.
type scene struct {
	*apitest.Server
	t *testing.T
}

func eachScene(t *testing.T, test func(t *testing.T, s scene)) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) { test(t, scene{apitest.SignedIn(t, d), t}) })
}

// do asks a mutation as somebody.
func (s scene) do(who, mutation string, v values) answer {
	s.t.Helper()
	return s.ask(s.As(who), mutation, v)
}

func (s scene) ask(as *apitest.Server, mutation string, v values) answer {
	s.t.Helper()
	var a answer
	as.Do(s.t, mutation, input(v), &a)
	return a
}

// subject is somebody's subject.
func (s scene) subject(who string) string { return s.Persona(who).Subject }

// grantOf is the key, as the graph has it, of the role that somebody holds at
// an agency.
func (s scene) grantOf(who string, role viewer.Role, at string) string {
	s.t.Helper()
	g, err := s.Client.RoleGrant.Query().Where(rolegrant.RoleEQ(role), rolegrant.RevokedAtIsNil(),
		rolegrant.HasPersonWith(person.Subject(s.subject(who))), rolegrant.HasAgencyWith(agency.Code(at))).Only(apitest.System())
	require.NoError(s.t, err)
	return global("RoleGrant", g.ID)
}

// agency is the key of an agency.
func (s scene) agency(code string) uuid.UUID {
	s.t.Helper()
	id, err := s.Client.Agency.Query().Where(agency.Code(code)).OnlyID(apitest.System())
	require.NoError(s.t, err)
	return id
}

// lastEvent is the event recorded last of an action.
func (s scene) lastEvent(action string) *db.Event {
	s.t.Helper()
	e, err := s.Client.Event.Query().Where(event.Action(action)).Order(db.Desc(event.FieldID)).First(apitest.System())
	require.NoError(s.t, err)
	return e
}

// events counts the events of an action.
func (s scene) events(action string) int {
	s.t.Helper()
	n, err := s.Client.Event.Query().Where(event.Action(action)).Count(apitest.System())
	require.NoError(s.t, err)
	return n
}

// global is a key as the graph has it.
func global(typ string, key uuid.UUID) string { return gid.Of(typ, key).String() }

// in is the time after some days, as inputs have it.
func (s scene) in(days int) string {
	return s.Clock.Now().Add(time.Duration(days) * 24 * time.Hour).Format(time.RFC3339)
}

// lend lends a role of somebody's to somebody, for ten days.
func (s scene) lend(from string, role viewer.Role, at, to string) string {
	s.t.Helper()
	s.As(to).Get(s.t, `{ viewer { name } }`, nil, &struct{}{}) // a first visit makes them known
	a := s.do(from, delegateRole, values{"grant": s.grantOf(from, role, at), "to": s.subject(to), "until": s.in(10), "reason": "Nghỉ phép"})
	require.Empty(s.t, a.UserErrors)
	return a.Delegation.ID
}
