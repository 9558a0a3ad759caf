package database_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/operator/database"
)

func TestNamesOfDatabases(t *testing.T) {
	for name, tc := range map[string]struct{ namespace, instance, want string }{
		"short":                      {"tenant-lao-cai", "tiendo", "tiendo_tenant_lao_cai__tiendo"},
		"a hyphen in the instance":   {"tenant-lao-cai", "tiendo-2", "tiendo_tenant_lao_cai__tiendo_2"},
		"just short enough":          {strings.Repeat("n", 40), "tiendo", "tiendo_" + strings.Repeat("n", 40) + "__tiendo"},
		"one byte too long":          {strings.Repeat("n", 41), "tiendo", "tiendo_nnnnnnnnnnnnnnnnnnnnnnnnnnnnn___a5cbb41bd5fd4b3b"},
		"readable in two ways":       {"a--b", "c", "tiendo_a__b__c___"},
		"the same read another way":  {"a", "b--c", "tiendo_a__b__c___"},
		"a namespace of full length": {strings.Repeat("n", 63), "tiendo", "tiendo_nnnnnnnnnnnnnnnnnnnnnnnnnnnnn___"},
	} {
		t.Run(name, func(t *testing.T) {
			got := database.Name(tc.namespace, tc.instance)
			if strings.HasSuffix(tc.want, "___") {
				assert.Regexp(t, "^"+tc.want+"[0-9a-f]{16}$", got)
			} else {
				assert.Equal(t, tc.want, got)
			}
			assert.Equal(t, got+"_owner", database.Owner(got))
			assert.Equal(t, []string{got + "_a", got + "_b", got + "_a"}, []string{database.Role(got, 1), database.Role(got, 2), database.Role(got, 3)})
		})
	}
}

// Whatever two Instances are called, neither gets the other's database or roles.
func TestNamesAreDistinct(t *testing.T) {
	label := regexp.MustCompile(`^[a-z]([-a-z0-9]*[a-z0-9])?$`)
	short := []string{""}
	var names []string
	for n := 0; n < len(short) && len(short[n]) < 5; n++ { // every text of a, b and -
		for _, c := range "ab-" {
			text := short[n] + string(c)
			short = append(short, text)
			if label.MatchString(text) {
				names = append(names, text)
			}
		}
	}
	seed := rand.New(rand.NewPCG(1, 2))
	for range 100 { // and long ones that begin alike
		names = append(names, strings.Repeat("a-", 10+seed.IntN(21))+fmt.Sprintf("%x", seed.Uint32()))
	}
	seen := map[string]string{}
	for _, namespace := range names {
		for _, instance := range names {
			whose, name := namespace+"/"+instance, database.Name(namespace, instance)
			require.LessOrEqual(t, len(database.Owner(name)), 63, "PostgreSQL cuts what is longer")
			for _, taken := range []string{"DATABASE " + name, "ROLE " + database.Owner(name), "ROLE " + database.Role(name, 1), "ROLE " + database.Role(name, 2)} {
				if other, is := seen[taken]; is {
					t.Fatalf("%s is of %s and of %s", taken, other, whose)
				}
				seen[taken] = whose
			}
		}
	}
	assert.Greater(t, len(seen), 10000)
}

func TestPasswordsAreDerived(t *testing.T) {
	base := func(key []byte, db, role string, number int64) string {
		password, err := database.Password(key, db, role, number)
		require.NoError(t, err)
		return string(password)
	}
	got := base(key, "tiendo_a", "tiendo_a_a", 1)
	assert.Regexp(t, `^[-_A-Za-z0-9]{43}$`, got, "256 bits that need no escape")
	assert.Equal(t, got, base(key, "tiendo_a", "tiendo_a_a", 1), "the same again")
	another := []byte("another key, of thirty-two bytes")
	for name, other := range map[string]string{
		"another key":      base(another, "tiendo_a", "tiendo_a_a", 1),
		"another database": base(key, "tiendo_b", "tiendo_a_a", 1),
		"another role":     base(key, "tiendo_a", "tiendo_a_b", 1),
		"another number":   base(key, "tiendo_a", "tiendo_a_a", 3),
	} {
		assert.NotEqual(t, got, other, name)
	}
	_, err := database.Password(key[:31], "tiendo_a", "tiendo_a_a", 1)
	assert.EqualError(t, err, "the key has 31 bytes: expected at least 32")
	assert.Regexp(t, "^[0-9a-f]{8}$", database.KeyID(key))
	assert.NotEqual(t, database.KeyID(key), database.KeyID(another))
}
