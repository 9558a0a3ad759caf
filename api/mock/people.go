package mock

import (
	"context"

	"github.com/tiendo-vn/tiendo/api/auth"
)

// People are those one can be: the personas of development mode, and the
// reporters of other provinces.
func People() []auth.Persona {
	all := auth.Personas()
	for _, r := range []struct{ agency, name, nameEn string }{
		{"hanoi", "Trịnh Minh Đức", "Reporter of Hà Nội"},
		{"da-nang", "Huỳnh Thị Mai", "Reporter of Đà Nẵng"},
		{"hcm", "Võ Quốc Bảo", "Reporter of Hồ Chí Minh City"},
		{"quang-ninh", "Đinh Văn Sơn", "Reporter of Quảng Ninh"},
	} {
		p := auth.Somebody("reporter-"+r.agency, r.name)
		p.NameEn, p.Role, p.AgencyCode = r.nameEn, "REPORTER", r.agency
		all = append(all, p)
	}
	return all
}

// keys verifies tokens that anybody may know: the key of a person is the token.
type keys struct{}

// Token is the person's key.
func (keys) Token(p auth.Persona) (string, error) { return p.Key, nil }

// Verify returns the person whose key it is.
func (keys) Verify(_ context.Context, raw string) (auth.Identity, error) {
	for _, p := range People() {
		if p.Key == raw {
			return auth.Identity{Subject: p.Subject, Name: p.Name, Email: p.Key + "@tiendo.example"}, nil
		}
	}
	return auth.Identity{}, &auth.Error{Code: auth.InvalidToken, Description: "The token is not one of those that the server printed when it started."}
}
