package bundle_test

import (
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/plan/bundle"
)

func TestASoundBundleHasNoFault(t *testing.T) {
	require.Empty(t, faultsOf(t, sound))
}

func TestReadMergesTheFilesInTheOrderOfTheirNames(t *testing.T) {
	b, err := bundle.Read(files(
		"b.yaml", "agencies: [{code: b, name: B, kind: UNIT}]",
		"a.yaml", "agencies: [{code: a, name: A, kind: UNIT}]\nbundle: {code: x, version: \"1\", title: T}",
		"c.yaml", "# nothing\n",
		"README.md", "not part of the bundle",
	))
	require.NoError(t, err)
	require.Equal(t, "x", b.Header.Code)
	require.Equal(t, "a", b.Agencies[0].Code)
	require.Equal(t, "b", b.Agencies[1].Code)
	require.Equal(t, "b.yaml:1", b.Agencies[1].Pos.String())
}

func TestReadKeepsEveryDigitOfAValue(t *testing.T) {
	b, err := bundle.Read(files("a.yaml", `indicators:
  - targets: [{value: 123456789012345678.123456789012}, {value: "0.10"}, {value: 7}]`))
	require.NoError(t, err)
	targets := b.Indicators[0].Targets
	require.Equal(t, "123456789012345678.123456789012", targets[0].Value.String())
	require.Equal(t, "0.10", targets[1].Value.StringFixed(2))
	require.Equal(t, "7", targets[2].Value.String())
}

func TestReadResolvesGroupsAndShortReferences(t *testing.T) {
	b, err := bundle.Load(files("plan.yaml", sound))
	require.NoError(t, err)
	require.Equal(t, []string{"btttt", "bo-ca"}, b.Memberships[0].Resolved)
	require.Equal(t, []string{"hanoi", "btttt", "bo-ca"}, b.Memberships[1].Resolved)
	require.Equal(t, "p", b.Tasks[0].Indicators[0].Plan)
}

func TestSelectByParentTakesTheChildrenThatAreNotGroups(t *testing.T) {
	b, err := bundle.Read(files("a.yaml", `agencies:
  - {code: a, name: A, kind: MINISTRY}
  - {code: a1, name: A1, kind: UNIT, parent: a}
  - {code: a2, name: A2, kind: ENTERPRISE, parent: a}
  - {code: g, name: G, kind: GROUP, parent: a}
memberships:
  - {group: g, select: {parent: a}}
  - {group: g, select: {parent: a, kinds: [UNIT]}}`))
	require.NoError(t, err)
	require.Equal(t, []string{"a1", "a2"}, b.Memberships[0].Resolved)
	require.Equal(t, []string{"a1"}, b.Memberships[1].Resolved)
}

func TestOpenReadsAFolderOrASingleFile(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "plan.yaml")
	require.NoError(t, os.WriteFile(file, []byte(sound), 0o600))

	fromFolder, err := bundle.Open(folder)
	require.NoError(t, err)
	fromFile, err := bundle.Open(file)
	require.NoError(t, err)
	require.Equal(t, fromFolder.Digest(), fromFile.Digest())

	_, err = bundle.Open(filepath.Join(folder, "missing"))
	require.ErrorIs(t, err, os.ErrNotExist)
}

// mount writes files the way Kubernetes mounts a ConfigMap: in a folder with a
// date, to which ..data leads, and links to all of them or to some.
func mount(t *testing.T, files map[string]string, linked ...string) string {
	t.Helper()
	volume := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(volume, "..2026_11_22_01"), 0o755))
	require.NoError(t, os.Symlink("..2026_11_22_01", filepath.Join(volume, "..data")))
	for name, content := range files {
		require.NoError(t, os.WriteFile(filepath.Join(volume, "..2026_11_22_01", name), []byte(content), 0o444))
	}
	for _, name := range linked {
		require.NoError(t, os.Symlink(filepath.Join("..data", name), filepath.Join(volume, name)))
	}
	return volume
}

func TestOpenReadsAMountedConfigMap(t *testing.T) {
	const header = "bundle: {code: x, version: \"1\", title: T}\n"
	const one, other = header + "agencies: [{code: a, name: A, kind: UNIT}]", "agencies: [{code: b, name: B, kind: UNIT}]"
	content := map[string]string{"a.yaml": one, "b.yaml": other}
	plain := t.TempDir()
	for name, text := range content {
		require.NoError(t, os.WriteFile(filepath.Join(plain, name), []byte(text), 0o600))
	}
	want, err := bundle.Open(plain)
	require.NoError(t, err)
	for name, linked := range map[string][]string{
		"with a link to each":                         {"a.yaml", "b.yaml"},
		"while the link to a new file is not made":    {"a.yaml"},
		"while the link to an old file is still made": {"a.yaml", "b.yaml", "c.yaml"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := bundle.Open(mount(t, content, linked...))
			require.NoError(t, err)
			require.Equal(t, want.Digest(), got.Digest())
			require.Len(t, got.Agencies, 2)
		})
	}

	volume := mount(t, map[string]string{"bundle.yaml": one}, "bundle.yaml")
	whole, err := bundle.Open(volume)
	require.NoError(t, err)
	alone, err := bundle.Open(filepath.Join(volume, "bundle.yaml"))
	require.NoError(t, err)
	require.Equal(t, whole.Digest(), alone.Digest())

	_, err = bundle.Open(mount(t, map[string]string{"bundle.yml": one}, "bundle.yml"))
	require.ErrorContains(t, err, "the ending .yaml")
	_, err = bundle.Open(mount(t, nil))
	require.ErrorContains(t, err, "at least one file with the ending .yaml")
}

func TestTheDigestChangesWithAnyFile(t *testing.T) {
	digest := func(fsys fstest.MapFS) string {
		b, err := bundle.Read(fsys)
		require.NoError(t, err)
		require.Len(t, b.Digest(), 64)
		return b.Digest()
	}
	one := digest(files("a.yaml", "agencies: []", "b.yaml", "plans: []"))
	require.Equal(t, one, digest(files("b.yaml", "plans: []", "a.yaml", "agencies: []")))
	require.NotEqual(t, one, digest(files("a.yaml", "agencies: []", "c.yaml", "plans: []")))
	require.NotEqual(t, one, digest(files("a.yaml", "agencies: [] ", "b.yaml", "plans: []")))
}

func TestReadReportsWhatDoesNotFollowTheFormat(t *testing.T) {
	cases := map[string]struct{ text, want string }{
		"a file that is not YAML":   {"plans: []\na: b: c", "a.yaml:2: file: expected valid YAML: mapping values are not allowed in this context"},
		"a second document":         {"plans: []\n---\nplans: []", `a.yaml:2: file "---": expected one YAML document in a file`},
		"a list at the top":         {"- code: a", "a.yaml:1: file: expected a mapping (key: value)"},
		"an unknown list":           {"agency: []", "a.yaml:1: agency: expected one of the keys bundle, agencies, memberships, successions, legalDocuments, plans, indicators, tasks, reportingWindows, figures"},
		"an unknown key":            {"bundle:\n  code: x\n  titel: y", "a.yaml:3: bundle.titel: expected one of the keys code, version, title"},
		"a key given twice":         {"bundle:\n  code: x\n  code: y", "a.yaml:3: bundle.code: expected the key once (the first is on line 2)"},
		"a mapping for a list":      {"agencies: {code: a}", "a.yaml:1: agencies: expected a list (- item)"},
		"a text for a record":       {"agencies: [a]", `a.yaml:1: agencies[0] "a": expected a mapping (key: value)`},
		"an empty item":             {"agencies:\n  -", "a.yaml:2: agencies[0]: expected an item: the list has an empty one"},
		"a number for a text":       {"agencies:\n  - code: a\n    officialCode: 01", `a.yaml:3: agencies[a].officialCode "01": expected a text: put it in quotes`},
		"a list for a text":         {"agencies: [{code: a, name: []}]", "a.yaml:1: agencies[a].name: expected a single value, not a list or a mapping"},
		"a text for a whole number": {"plans: [{code: p, yearFrom: x}]", `a.yaml:1: plans[p].yearFrom "x": expected a whole number from 1`},
		"a text for a yes or no":    {"indicators: [{code: i, reportedDone: yes}]", `a.yaml:1: indicators[i].reportedDone "yes": expected true or false`},
		"a date that is not one":    {"legalDocuments: [{number: d, issuedOn: 2023-02-30}]", `a.yaml:1: legalDocuments[d].issuedOn "2023-02-30": expected a date such as 2023-04-02`},
		"a day the Vietnamese way":  {"legalDocuments: [{number: d, issuedOn: 25/02/2023}]", `a.yaml:1: legalDocuments[d].issuedOn "25/02/2023": expected a date such as 2023-04-02`},
		"a moment in another zone":  {"reportingWindows: [{code: w, dueAt: 2023-04-02T23:59:59Z}]", `a.yaml:1: reportingWindows[w].dueAt "2023-04-02T23:59:59Z": expected a moment with the zone +07:00, such as 2023-04-02T23:59:59.999+07:00`},
		"a decimal comma":           {"figures: [{value: '86,97'}]", `a.yaml:1: figures[0].value "86,97": expected a decimal such as 86.97, with at most 18 digits before the point and 12 after it`},
		"a power of ten":            {"figures: [{value: 1e3}]", `a.yaml:1: figures[0].value "1e3": expected a decimal such as 86.97, with at most 18 digits before the point and 12 after it`},
		"too many digits":           {"figures: [{value: 1234567890123456789}]", `a.yaml:1: figures[0].value "1234567890123456789": expected a decimal such as 86.97, with at most 18 digits before the point and 12 after it`},
		"too many decimals":         {"figures: [{value: 0.1234567890123}]", `a.yaml:1: figures[0].value "0.1234567890123": expected a decimal such as 86.97, with at most 18 digits before the point and 12 after it`},
		"an anchor":                 {"agencies: &a []", "a.yaml:1: agencies: expected no anchors and no aliases: write the value out"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := bundle.Read(files("a.yaml", test.text))
			require.EqualError(t, err, test.want)
		})
	}
}

func TestReadWantsAHeaderOnceAndTheRightEnding(t *testing.T) {
	header := `bundle: {code: x, version: "1", title: T}`
	_, err := bundle.Read(files("a.yaml", header, "b.yaml", "\n"+header))
	require.EqualError(t, err, `b.yaml:2: bundle "x": expected one bundle header (the first is at a.yaml:1)`)

	_, err = bundle.Read(files("a.yaml", header, "b.yml", "plans: []"))
	require.EqualError(t, err, `b.yml: file "b.yml": expected the ending .yaml`)

	_, err = bundle.Read(files("README.md", "text"))
	require.EqualError(t, err, "bundle: expected at least one file with the ending .yaml")

	_, err = bundle.Load(files("a.yaml", "plans: []"))
	require.EqualError(t, err, "bundle: expected a header with code, version and title, once in the bundle")
}
