package access

import (
	"context"

	"github.com/tiendo-vn/tiendo/api/auth"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/db/agency"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// Personas returns the personas of development mode whose agency there is: a
// plan of one's own may lack some.
func Personas(ctx context.Context, client *db.Client) ([]auth.Persona, error) {
	all := auth.Personas()
	codes := make([]string, len(all))
	for n, p := range all {
		codes[n] = p.AgencyCode
	}
	var there []string
	err := client.Agency.Query().Where(agency.CodeIn(codes...)).Select(agency.FieldCode).
		Scan(viewer.NewContext(ctx, viewer.System("personas")), &there)
	known := make(map[string]bool, len(there))
	for _, code := range there {
		known[code] = true
	}
	var personas []auth.Persona
	for _, p := range all {
		if known[p.AgencyCode] {
			personas = append(personas, p)
		}
	}
	return personas, err
}

// AppointPersonas gives the personas of development mode their roles.
func (s *Service) AppointPersonas(ctx context.Context) error {
	personas, err := Personas(ctx, s.Client)
	if err != nil {
		return err
	}
	var list []Appointment
	for _, p := range personas {
		list = append(list, Appointment{
			Who: auth.Identity{Subject: p.Subject, Name: p.Name}, Role: viewer.Role(p.Role), Agency: p.AgencyCode,
		})
	}
	_, err = s.Appoint(ctx, "development", list...)
	return err
}
