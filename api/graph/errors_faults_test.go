package graph_test

import (
	"fmt"
	"log/slog"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/stretchr/testify/assert"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/auth"
	"github.com/tiendo-vn/tiendo/api/graph"
	"github.com/tiendo-vn/tiendo/api/server/language"
	"github.com/tiendo-vn/tiendo/api/service/change"
)

func TestErrorsThatAreNobodysSurprise(t *testing.T) {
	refused := change.Refuse(change.NotAllowed, nil, change.Say("Không được.", "You may not."))
	invalid := change.Faults{
		change.Fault(change.Invalid, []string{"a"}, change.Say("Sai.", "Wrong.")), change.Fault(change.Required, []string{"b"}, change.Say("Thiếu.", "Missing.")),
	}
	for name, test := range map[string]struct {
		err            error
		code, en, vi   string
		wantLoggedAway bool
	}{
		"what may not be done":         {refused, "FORBIDDEN", "You may not.", "Không được.", false},
		"what is wrong, all of it":     {invalid, "INVALID_INPUT", "Wrong. Missing.", "Sai. Thiếu.", false},
		"the same, inside an error":    {fmt.Errorf("read: %w", refused), "FORBIDDEN", "You may not.", "Không được.", false},
		"a credential":                 {&auth.Error{Code: auth.InvalidToken, Description: "The token has expired."}, "UNAUTHENTICATED", "The credential is refused. The token has expired.", "Thông tin đăng nhập không được chấp nhận; hãy đăng nhập lại.", false},
		"a provider that is not there": {&auth.Unavailable{Issuer: "https://id.example", Err: fmt.Errorf("no route")}, "UNAVAILABLE", "Who is asking cannot be checked right now; try again later.", "Hiện không thể kiểm tra thông tin đăng nhập; hãy thử lại sau.", true},
	} {
		t.Run(name, func(t *testing.T) {
			for l, want := range map[language.Language]string{language.English: test.en, language.Vietnamese: test.vi} {
				log := &apitest.Log{}
				ctx := graphql.WithPathContext(language.With(t.Context(), l), graphql.NewPathWithField("x"))
				e := graph.Present(slog.New(slog.NewTextHandler(log, nil)))(ctx, test.err)
				assert.Equal(t, want, e.Message)
				assert.Equal(t, map[string]any{"code": test.code}, e.Extensions)
				assert.Equal(t, test.wantLoggedAway, log.String() != "", log.String())
				assert.NotContains(t, log.String(), "unexpected error")
			}
		})
	}
}
