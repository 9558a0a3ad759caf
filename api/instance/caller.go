package instance

import (
	"context"

	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// caller is whose budget an operation is taken from: the person's or the
// machine's, whatever token it comes with; nobody's where nobody is signed in.
func caller(ctx context.Context) string {
	v, _ := viewer.FromContext(ctx)
	if !v.SignedIn() {
		return ""
	}
	return v.Person.String()
}
