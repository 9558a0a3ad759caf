package compile

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"

	scalars "github.com/tiendo-vn/tiendo/api/graph/scalar"
	"github.com/tiendo-vn/tiendo/api/server/language"
	"github.com/tiendo-vn/tiendo/api/service/report"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// Who asks, and the checks that reports go through: known without a table but
// for people and agencies.
func init() { register(map[string]form{"Query.viewer": asking, "Query.checks": checks}) }

// asking is who is asking, with the roles of the viewer and where they are. What
// a statement is kept under does not say all of this.
func asking(a *asked, ctx context.Context, t *text) error {
	v, _ := viewer.FromContext(ctx)
	object, err := a.c.objectBy(ctx, "Viewer", a.field.Selections, func(ctx context.Context, t *text, f graphql.CollectedField) error {
		switch f.Name {
		case "name":
			t.expression(a.c.json(scalars.MarshalString(v.Name)))
		case "locale":
			t.expression(a.c.json(scalars.MarshalString(string(language.From(ctx)))))
		case "signedIn":
			t.expression(a.c.json(graphql.MarshalBoolean(v.SignedIn())))
		case "until":
			if !v.SignedIn() {
				t.literal("null")
				return nil
			}
			t.expression(a.c.json(ending(v.Until)))
		case "person":
			person, err := a.c.row(ctx, &asked{c: a.c, field: f}, "Person", nil, func(s *sql.Selector) {
				s.Where(sql.And(sql.EQ(s.C("id"), v.Person), sql.NEQ(s.C("id"), uuid.Nil)))
			})
			t.orNull(person)
			return err
		case "roles":
			return a.c.roles(ctx, t, v, f)
		default:
			return unknown{"Viewer." + f.Name}
		}
		return nil
	})
	t.expression(object)
	return err
}

// ending is a time at which something ends; zero for never.
func ending(t time.Time) graphql.Marshaler {
	if t.IsZero() {
		return graphql.Null
	}
	return scalars.MarshalTime(t)
}

// json returns an argument that holds a value as the graph writes it.
func (c *compiler) json(m graphql.Marshaler) string {
	var b strings.Builder
	m.MarshalGQL(&b)
	return c.arg(b.String(), "text")
}

// roles writes the roles of the viewer, in their order.
func (c *compiler) roles(ctx context.Context, t *text, v viewer.Viewer, f graphql.CollectedField) error {
	type role struct {
		Place   int       `json:"place"`
		Role    string    `json:"role"`
		Agency  uuid.UUID `json:"agency"`
		Through uuid.UUID `json:"through"`
		Until   string    `json:"until"`
	}
	given := make([]role, len(v.Grants))
	for n, g := range v.Grants {
		var until strings.Builder
		ending(g.Until).MarshalGQL(&until)
		given[n] = role{n, string(g.Role), g.Agency, uuid.Nil, until.String()}
		if g.LentBy != nil {
			given[n].Through = g.LentBy.ID
		}
	}
	if !v.SignedIn() && len(given) > 0 {
		return unknown{"Viewer.roles of nobody"}
	}
	raw, err := json.Marshal(given)
	if err != nil {
		return err
	}
	held := c.alias()
	named := func(typ, column string, f graphql.CollectedField) (string, error) {
		return c.row(ctx, &asked{c: c, field: f}, typ, nil, func(s *sql.Selector) { s.Where(sql.ExprP(s.C("id") + " = " + held + "." + column)) })
	}
	object, err := c.objectBy(ctx, "ViewerRole", f.Selections, func(_ context.Context, t *text, f graphql.CollectedField) error {
		switch f.Name {
		case "role":
			t.expression(`'"' || `, held, `.role || '"'`)
		case "until":
			t.expression(held, ".until")
		case "agency":
			agency, err := named("Agency", "agency", f)
			t.expression("coalesce(", agency, ", chr(1))")
			return err
		case "through":
			person, err := named("Person", "through", f)
			t.orNull(person)
			return err
		default:
			return unknown{"ViewerRole." + f.Name}
		}
		return nil
	})
	if err != nil {
		return err
	}
	t.literal("[")
	t.expression("coalesce((SELECT string_agg(", object, ", ',' ORDER BY ", held, ".place) FROM json_to_recordset(", c.arg(string(raw), "json"), ") AS ",
		held, "(place int, role text, agency uuid, through uuid, until text)), '')")
	t.literal("]")
	return nil
}

// checks are those that reports go through, in the language asked for, which a
// statement is not kept under.
func checks(a *asked, ctx context.Context, t *text) error {
	t.literal("[")
	for n, check := range report.Checks() {
		if n > 0 {
			t.literal(",")
		}
		object, err := a.c.objectBy(ctx, "ReportCheck", a.field.Selections, func(ctx context.Context, t *text, f graphql.CollectedField) error {
			switch f.Name {
			case "code":
				t.expression(a.c.json(scalars.MarshalString(check.Code)))
			case "severity":
				t.expression(a.c.json(graphql.MarshalString(string(check.Severity))))
			case "sentence":
				t.expression(a.c.json(scalars.MarshalString(check.Sentence.In(language.From(ctx) == language.Vietnamese))))
			default:
				return unknown{"ReportCheck." + f.Name}
			}
			return nil
		})
		if err != nil {
			return err
		}
		t.expression(object)
	}
	t.literal("]")
	return nil
}
