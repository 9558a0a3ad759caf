package graph_test

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"

	"entgo.io/ent"
	"entgo.io/ent/privacy"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

func TestWhoWritesWhat(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		o := newOffice(t, d)
		for n, v := range visitors {
			t.Run(v.letter+" "+v.key, func(t *testing.T) {
				_, ctx := o.visit(t, v.key)
				for _, l := range lines(t, writes) {
					got := ""
					if o.may(t, ctx, "add "+l.name, o.add(l)) {
						got += "c"
					}
					if o.may(t, ctx, "change "+l.name, o.change(l)) {
						got += "u"
					}
					assert.Equal(t, strings.Trim(l.cells[n], "."), got, l.name)
					assert.False(t, o.may(t, ctx, "remove "+l.name, o.remove(l)), "%s is removed", l.name)
				}
			})
		}
	})
}

// may says whether the model lets a change pass; nothing of it stays.
func (o *office) may(t *testing.T, ctx context.Context, what string, try func(context.Context, *db.Client) error) bool {
	t.Helper()
	tx, err := o.c.Tx(ctx)
	require.NoError(t, err)
	defer func() { require.NoError(t, tx.Rollback()) }()
	err = try(ctx, tx.Client())
	if err != nil && !errors.Is(err, privacy.Deny) && !db.IsNotFound(err) {
		// It passed the policy, and fails for what is missing in it.
		require.Truef(t, db.IsValidationError(err) || strings.Contains(err.Error(), "missing required"), "%s: %v", what, err)
		return true
	}
	return err == nil
}

// add tries to add a row of a type for the unit, of the indicator of the line,
// in the report that was submitted, lent by the reporter.
func (o *office) add(l tableLine) func(context.Context, *db.Client) error {
	return func(ctx context.Context, c *db.Client) error {
		create := reflect.ValueOf(c).Elem().FieldByName(l.typ()).MethodByName("Create").Call(nil)[0]
		mutation := create.MethodByName("Mutation").Call(nil)[0].Interface().(ent.Mutation)
		of := o.indicators["1"].ID
		if strings.HasSuffix(l.name, ", not measured") {
			of = o.indicators["2"].ID
		}
		for field, value := range map[string]any{
			"agency_id": o.agencies["unit"].ID, "submission_id": o.rows["Submission submitted"], "indicator_id": of,
			"from_id": o.reporter.ID, "role": viewer.RoleReporter,
		} {
			_ = mutation.SetField(field, value) // not every type has every field
		}
		return result(create.MethodByName("Save").Call([]reflect.Value{reflect.ValueOf(ctx)}))
	}
}

// change tries to change the row: what may be changed of some types, anything
// of the others.
func (o *office) change(l tableLine) func(context.Context, *db.Client) error {
	return func(ctx context.Context, c *db.Client) error {
		id := o.rows[l.name]
		switch l.typ() {
		case "Submission":
			return c.Submission.UpdateOneID(id).SetVersion(9).Exec(ctx)
		case "Figure":
			return c.Figure.UpdateOneID(id).SetSupersededAt(hour(9)).Exec(ctx)
		case "Narrative":
			return c.Narrative.UpdateOneID(id).SetSupersededAt(hour(9)).Exec(ctx)
		case "ReportingWindow":
			return c.ReportingWindow.UpdateOneID(id).SetDueAt(hour(9)).Exec(ctx)
		case "RoleGrant":
			return c.RoleGrant.UpdateOneID(id).SetRevokedAt(hour(9)).Exec(ctx)
		case "Delegation":
			return c.Delegation.UpdateOneID(id).SetRevokedAt(hour(9)).Exec(ctx)
		case "MachineToken":
			return c.MachineToken.UpdateOneID(id).SetRevokedAt(hour(9)).Exec(ctx)
		case "Webhook":
			return c.Webhook.UpdateOneID(id).SetRemovedAt(hour(9)).Exec(ctx)
		case "Job":
			return c.Job.UpdateOneID(id).SetAttempts(9).Exec(ctx)
		}
		update := reflect.ValueOf(c).Elem().FieldByName(l.typ()).MethodByName("UpdateOneID").Call([]reflect.Value{reflect.ValueOf(id)})[0]
		return result(update.MethodByName("Save").Call([]reflect.Value{reflect.ValueOf(ctx)}))
	}
}

// remove tries to remove the row, alone and with all others.
func (o *office) remove(l tableLine) func(context.Context, *db.Client) error {
	return func(ctx context.Context, c *db.Client) error {
		of := reflect.ValueOf(c).Elem().FieldByName(l.typ())
		one := of.MethodByName("DeleteOneID").Call([]reflect.Value{reflect.ValueOf(o.rows[l.name])})[0]
		err := result(one.MethodByName("Exec").Call([]reflect.Value{reflect.ValueOf(ctx)}))
		all := of.MethodByName("Delete").Call(nil)[0]
		if err == nil || !errors.Is(err, privacy.Deny) {
			return err
		}
		return result(all.MethodByName("Exec").Call([]reflect.Value{reflect.ValueOf(ctx)}))
	}
}

// result is the error of a call by reflection.
func result(values []reflect.Value) error {
	err, _ := values[len(values)-1].Interface().(error)
	return err
}

func TestNobodyWithoutAViewerReadsOrWrites(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		o := newOffice(t, d)
		types := map[string]entity{}
		for _, e := range entities(d) {
			types[e.name] = e
		}
		none := context.Background()
		for _, l := range lines(t, writes) {
			for _, end := range []string{"Count", "All", "IDs", "Exist", "First", "Only"} {
				_, err := types[l.typ()].call(none, "Query", end)
				assert.ErrorIs(t, err, privacy.Deny, "%s %s", l.name, end)
			}
			for what, try := range map[string]func(context.Context, *db.Client) error{"add": o.add(l), "change": o.change(l), "remove": o.remove(l)} {
				assert.ErrorIs(t, try(none, o.c), privacy.Deny, "%s %s", what, l.name)
			}
		}
	})
}
