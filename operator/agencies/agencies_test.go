package agencies_test

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/operator/agencies"
)

func TestAnAgencyIsFoundByItsCode(t *testing.T) {
	a, ok := agencies.Lookup("lao-cai")
	require.True(t, ok)
	assert.Equal(t, agencies.Agency{
		Code: "lao-cai", Name: "Tỉnh Lào Cai", NameEn: "Lao Cai Province", ShortName: "Lào Cai", Kind: agencies.KindProvince,
	}, a)
	for name, code := range map[string]string{
		"no code":               "",
		"a typo":                "lao-cay",
		"a code in capitals":    "LAO-CAI",
		"a name and not a code": "Tỉnh Lào Cai",
	} {
		t.Run(name, func(t *testing.T) {
			_, ok := agencies.Lookup(code)
			assert.False(t, ok)
		})
	}
}

func TestTheTableIsWhole(t *testing.T) {
	slug := regexp.MustCompile(`^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`)
	seen, kinds := map[string]bool{}, map[agencies.Kind]int{}
	for _, a := range agencies.All() {
		assert.Regexp(t, slug, a.Code)
		assert.LessOrEqual(t, len("tenant-"+a.Code), 63, "the default namespace of %s has a name", a.Code)
		assert.NotEmpty(t, a.Name, a.Code)
		assert.False(t, seen[a.Code], "%s is there twice", a.Code)
		seen[a.Code] = true
		kinds[a.Kind]++
	}
	assert.Equal(t, 63, kinds[agencies.KindProvince], "the provinces of the plan's time")
	assert.Len(t, kinds, 6)
	for kind, n := range kinds {
		assert.Positive(t, n, kind)
	}
}

func TestAWrongCodeIsAnsweredWithTheNearest(t *testing.T) {
	for name, tc := range map[string]struct {
		code string
		want []string
	}{
		"a letter replaced":                  {"lao-cay", []string{"lao-cai"}},
		"a letter missing":                   {"lao-ca", []string{"lao-cai"}},
		"two letters swapped":                {"loa-cai", []string{"lao-cai"}},
		"two letters swapped in a short one": {"bo-ac", []string{"bo-ca", "bo-tc"}},
		"the dash missing":                   {"laocai", []string{"lao-cai"}},
		"the word for province before":       {"tinh-lao-cai", []string{"lao-cai"}},
		"nothing like it":                    {"atlantis", nil},
		"no code":                            {"", nil},
		"part of a word only":                {"xlao-caix-y", nil},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, tc.want, agencies.Suggest(tc.code)) })
	}
}

func TestSuggestionsAreFewAndNoGroups(t *testing.T) {
	for _, a := range agencies.All() {
		near := agencies.Suggest(a.Code + "x")
		assert.LessOrEqual(t, len(near), 3)
		for _, code := range near {
			found, ok := agencies.Lookup(code)
			assert.True(t, ok, code)
			assert.NotEqual(t, agencies.KindGroup, found.Kind)
		}
	}
}
