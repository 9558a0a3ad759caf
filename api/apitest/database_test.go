package apitest_test

import (
	"testing"

	"github.com/tiendo-vn/tiendo/api/apitest"
)

func TestEachDatabaseIsMigratedAndEmpty(t *testing.T) {
	apitest.EachDatabase(t, func(t *testing.T, d *apitest.Database) {
		if err := d.Ready(t.Context()); err != nil {
			t.Fatal(err)
		}
		n, err := d.Client.Agency.Query().Count(apitest.System())
		if err != nil || n != 0 {
			t.Fatalf("got %d agencies, %v; want none", n, err)
		}
		if got := len(d.Statements().All()); got != 1 {
			t.Errorf("counted %d statements, want 1: %v", got, d.Statements().All())
		}
	})
}
