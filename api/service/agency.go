package service

import (
	"context"

	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
)

// AgenciesByCode returns the agencies with the codes.
func AgenciesByCode(ctx context.Context, client *db.Client, codes []string) (map[string]*db.Agency, error) {
	rows, err := client.Agency.Query().Where(agency.CodeIn(codes...)).All(ctx)
	if err != nil {
		return nil, err
	}
	found := make(map[string]*db.Agency, len(rows))
	for _, a := range rows {
		found[a.Code] = a
	}
	return found, nil
}
