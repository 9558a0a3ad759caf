package access

import (
	"context"
	"database/sql"
	"strings"
	"time"

	entsql "entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/auth"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/delegation"
	"github.com/tiendo-vn/tiendo/ent/db/person"
	"github.com/tiendo-vn/tiendo/ent/db/rolegrant"
	"github.com/tiendo-vn/tiendo/ent/rule"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// SignIn returns who an identity is here: the person, noted on the first visit,
// with the roles in force, own and lent. Somebody without a role sees what the
// public sees. It takes one statement, and one more each for those who were lent
// roles and who review.
func (s *Service) SignIn(ctx context.Context, who auth.Identity) (viewer.Viewer, error) {
	ctx = viewer.NewContext(ctx, viewer.System("sign-in"))
	now := s.Clock()
	below := map[uuid.UUID]string{}
	v, borrows, err := s.recognise(ctx, who, now, below)
	if err != nil {
		return viewer.Viewer{}, err
	}
	if borrows {
		lent, err := s.lentTo(ctx, v.Person, now, below)
		if err != nil {
			return viewer.Viewer{}, err
		}
		v.Grants = append(v.Grants, lent...)
	}
	v.Until = who.Expires
	return s.empower(ctx, v, below)
}

// empower gives a viewer what follows from its grants and from what the agencies
// of these reach.
func (s *Service) empower(ctx context.Context, v viewer.Viewer, below map[uuid.UUID]string) (viewer.Viewer, error) {
	if v.Has(viewer.RoleInspector) {
		v.ReadAll, v.Recorded = true, true
	}
	wide, err := rule.Name(&v, below)
	if err != nil {
		return v, err
	}
	for at, version := range wide {
		if err := s.unreached.name(ctx, s.Client, &v, at, version); err != nil {
			return v, err
		}
	}
	measures, err := s.measured(ctx, v)
	v.Measures = measures
	return v, err
}

// recognise returns the person behind an identity with the roles they hold
// themselves, and whether somebody lent them others. It notes in below what the
// agencies of the roles reach.
func (s *Service) recognise(ctx context.Context, who auth.Identity, now time.Time, below map[uuid.UUID]string) (v viewer.Viewer, borrows bool, err error) {
	var rows []struct {
		ID      uuid.UUID      `sql:"id"`
		Name    string         `sql:"name"`
		Email   sql.NullString `sql:"email"`
		Borrows bool           `sql:"borrows"`
		Role    sql.NullString `sql:"role"`
		Agency  uuid.NullUUID  `sql:"agency_id"`
		Until   sql.NullTime   `sql:"until"`
		Below   sql.NullString `sql:"below"`
	}
	err = s.Client.Person.Query().Where(person.Subject(who.Subject)).Modify(func(p *entsql.Selector) {
		held := entsql.Dialect(p.Dialect()).Table(rolegrant.Table).As("held")
		p.LeftJoin(held).OnP(entsql.And(entsql.ColumnsEQ(held.C(rolegrant.FieldPersonID), p.C(person.FieldID)), grantInForce(held, now)))
		p.Select(p.C(person.FieldID), p.C(person.FieldName), p.C(person.FieldEmail),
			held.C(rolegrant.FieldRole), held.C(rolegrant.FieldAgencyID), held.C(rolegrant.FieldUntil))
		loans := entsql.Dialect(p.Dialect()).Table(delegation.Table).As("loans")
		p.AppendSelectExprAs(entsql.Exists(entsql.Dialect(p.Dialect()).Select(loans.C(delegation.FieldID)).From(loans).Where(entsql.And(
			entsql.ColumnsEQ(loans.C(delegation.FieldToID), p.C(person.FieldID)), entsql.IsNull(loans.C(delegation.FieldRevokedAt)),
			entsql.GT(loans.C(delegation.FieldEndsAt), now)))), "borrows")
		p.AppendSelectExprAs(rule.Below(held.C(rolegrant.FieldAgencyID)), "below")
		p.OrderBy(held.C(rolegrant.FieldID))
	}).Scan(ctx, &rows)
	switch {
	case err != nil:
		return viewer.Viewer{}, false, err
	case len(rows) == 0:
		v, err = s.welcome(ctx, who)
		return v, false, err
	}
	v = viewer.Viewer{Person: rows[0].ID}
	for _, r := range rows {
		if r.Role.Valid {
			v.Grants = append(v.Grants, viewer.Grant{Role: viewer.Role(r.Role.String), Agency: r.Agency.UUID, Until: r.Until.Time.UTC()})
			below[r.Agency.UUID] = r.Below.String
		}
	}
	v.Name, err = s.refresh(ctx, rows[0].ID, rows[0].Name, rows[0].Email.String, who)
	return v, rows[0].Borrows, err
}

// welcome notes somebody who comes for the first time. Two requests may do so
// at once: one adds the row, the other finds it.
func (s *Service) welcome(ctx context.Context, who auth.Identity) (viewer.Viewer, error) {
	p, err := addPerson(ctx, s.Client, who)
	if db.IsConstraintError(err) {
		p, err = s.Client.Person.Query().Where(person.Subject(who.Subject)).Only(ctx)
	}
	if err != nil {
		return viewer.Viewer{}, err
	}
	return viewer.Viewer{Person: p.ID, Name: p.Name}, nil
}

func addPerson(ctx context.Context, client *db.Client, who auth.Identity) (*db.Person, error) {
	create := client.Person.Create().SetSubject(who.Subject).SetName(who.Name)
	if who.Email != "" {
		create.SetEmail(who.Email)
	}
	return create.Save(viewer.NewContext(ctx, viewer.System("sign-in")))
}

// refresh takes over a name or an address that changed at the provider, and
// returns the name. A token that has none of either takes nothing away: some
// clients ask for tokens without them.
func (s *Service) refresh(ctx context.Context, id uuid.UUID, name, email string, who auth.Identity) (string, error) {
	newName := who.Name != name && who.Name != who.Email && !strings.HasSuffix(who.Subject, "#"+who.Name)
	newEmail := who.Email != email && who.Email != ""
	if !newName && !newEmail {
		return name, nil
	}
	update := s.Client.Person.UpdateOneID(id)
	if newName {
		update.SetName(who.Name)
		name = who.Name
	}
	if newEmail {
		update.SetEmail(who.Email)
	}
	return name, update.Exec(ctx)
}

// lentTo returns the roles that others lent a person, as long as the others
// have them, and notes what the agencies of these reach.
func (s *Service) lentTo(ctx context.Context, to uuid.UUID, now time.Time, below map[uuid.UUID]string) ([]viewer.Grant, error) {
	var rows []struct {
		Role   string       `sql:"role"`
		Agency uuid.UUID    `sql:"agency_id"`
		Ends   time.Time    `sql:"ends_at"`
		Until  sql.NullTime `sql:"until"`
		Lender uuid.UUID    `sql:"lender"`
		Name   string       `sql:"name"`
		Below  string       `sql:"below"`
	}
	err := s.Client.Delegation.Query().Where(
		delegation.ToID(to), delegation.RevokedAtIsNil(), delegation.StartsAtLTE(now), delegation.EndsAtGT(now),
	).Modify(func(d *entsql.Selector) {
		held := entsql.Dialect(d.Dialect()).Table(rolegrant.Table).As("held")
		lender := entsql.Dialect(d.Dialect()).Table(person.Table).As("lender")
		d.Join(held).OnP(entsql.And(
			entsql.ColumnsEQ(held.C(rolegrant.FieldID), d.C(delegation.FieldGrantID)), grantInForce(held, now),
			entsql.ColumnsEQ(held.C(rolegrant.FieldPersonID), d.C(delegation.FieldFromID)),
			entsql.ColumnsEQ(held.C(rolegrant.FieldRole), d.C(delegation.FieldRole))))
		d.Join(lender).On(lender.C(person.FieldID), d.C(delegation.FieldFromID))
		d.Select(d.C(delegation.FieldRole), d.C(delegation.FieldAgencyID), d.C(delegation.FieldEndsAt),
			held.C(rolegrant.FieldUntil), entsql.As(lender.C(person.FieldID), "lender"), lender.C(person.FieldName))
		d.AppendSelectExprAs(rule.Below(d.C(delegation.FieldAgencyID)), "below")
		d.OrderBy(d.C(delegation.FieldID))
	}).Scan(ctx, &rows)
	grants := make([]viewer.Grant, len(rows))
	for n, r := range rows {
		if r.Until.Valid && r.Until.Time.Before(r.Ends) {
			r.Ends = r.Until.Time
		}
		grants[n] = viewer.Grant{Role: viewer.Role(r.Role), Agency: r.Agency, Until: r.Ends.UTC(), LentBy: &viewer.Lender{ID: r.Lender, Name: r.Name}}
		below[r.Agency] = r.Below
	}
	return grants, err
}

// grantInForce says that a grant was not taken back and has not ended.
func grantInForce(held *entsql.SelectTable, now time.Time) *entsql.Predicate {
	return entsql.And(entsql.IsNull(held.C(rolegrant.FieldRevokedAt)),
		entsql.Or(entsql.IsNull(held.C(rolegrant.FieldUntil)), entsql.GT(held.C(rolegrant.FieldUntil), now)))
}
