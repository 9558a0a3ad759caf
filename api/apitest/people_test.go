package apitest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiendo-vn/tiendo/api/apitest"
)

func TestEverybodyIsWhoTheirTokenSays(t *testing.T) {
	apitest.EachPlanned(t, func(t *testing.T, d *apitest.Database) {
		s := apitest.SignedIn(t, d)
		for key, want := range map[string]string{
			"reporter-lao-cai": "Nguyễn Thị Hoa", "inspector": "Đặng Ngọc Lan", "a-stranger": "a-stranger",
		} {
			var answer struct {
				Viewer struct {
					Name     string
					SignedIn bool
					Roles    []struct {
						Role   string
						Agency struct{ Code string }
					}
				}
			}
			s.As(key).Get(t, `{ viewer { name signedIn roles { role agency { code } } } }`, nil, &answer)
			assert.Equal(t, want, answer.Viewer.Name)
			assert.True(t, answer.Viewer.SignedIn)
			assert.Len(t, answer.Viewer.Roles, map[bool]int{true: 0, false: 1}[key == "a-stranger"])
		}
		var public struct {
			Viewer struct {
				Name     string
				SignedIn bool
			}
		}
		s.Get(t, `{ viewer { name signedIn } }`, nil, &public)
		assert.False(t, public.Viewer.SignedIn)
	})
}
