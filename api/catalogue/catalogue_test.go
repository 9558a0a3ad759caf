package catalogue_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	schema "github.com/vektah/gqlparser/v2/ast"
	sdl "github.com/vektah/gqlparser/v2/parser"

	"github.com/tiendo-vn/tiendo/api/catalogue"
)

// code is what a code looks like.
var code = regexp.MustCompile(`^[A-Z]+(_[A-Z]+)*$`)

// source parses the Go files of a package, without its tests.
func source(t *testing.T, folder string) (files []*ast.File) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "*.go"))
	require.NoError(t, err)
	require.NotEmpty(t, names, folder)
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		require.NoError(t, err)
		files = append(files, f)
	}
	return files
}

// constants are the values of a package's constants that look like a code and
// whose name or type is wanted.
func constants(t *testing.T, folder string, wanted func(name, typ string) bool) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	for _, f := range source(t, folder) {
		ast.Inspect(f, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			typ := ""
			if name, ok := spec.Type.(*ast.Ident); ok {
				typ = name.Name
			}
			for i, name := range spec.Names {
				if i < len(spec.Values) && wanted(name.Name, typ) {
					if value := literal(spec.Values[i]); code.MatchString(value) {
						found[value] = true
					}
				}
			}
			return true
		})
	}
	require.NotEmpty(t, found, folder)
	return found
}

func literal(e ast.Expr) string {
	if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
		value, _ := strconv.Unquote(lit.Value)
		return value
	}
	return ""
}

func isCode(name, _ string) bool { return strings.HasPrefix(name, "Code") }

func codes(entries []catalogue.Entry) map[string]bool {
	all := map[string]bool{}
	for _, e := range entries {
		all[e.Code] = true
	}
	return all
}

func sorted(set map[string]bool) []string { return slices.Sorted(maps.Keys(set)) }

func TestEveryCodeOfAnErrorIsInTheCatalogue(t *testing.T) {
	used := map[string]bool{errcode.ParseFailed: true, errcode.ValidationFailed: true}
	maps.Copy(used, constants(t, "../server", isCode))
	maps.Copy(used, constants(t, "../graph", isCode))
	maps.Copy(used, constants(t, "../../ent/page", func(string, string) bool { return true }))
	there := codes(catalogue.Requests())
	maps.Copy(there, codes(catalogue.Fields()))
	assert.Equal(t, sorted(used), sorted(there), "the codes used, and those in the catalogue")
}

// A code that is no constant would escape the test above.
func TestNoCodeIsWrittenInPlace(t *testing.T) {
	for _, folder := range []string{"../server", "../graph", "../instance", "../service/change"} {
		for _, f := range source(t, folder) {
			ast.Inspect(f, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.KeyValueExpr:
					if literal(n.Key) == "code" {
						assert.NotRegexp(t, code, literal(n.Value), "%s: %s", folder, f.Name)
					}
				case *ast.CallExpr:
					if name, ok := n.Fun.(*ast.Ident); ok && (name.Name == "coded" || name.Name == "refuse") {
						for _, a := range n.Args {
							assert.NotRegexp(t, code, literal(a), "%s: %s", folder, name.Name)
						}
					}
				}
				return true
			})
		}
	}
}

func TestEveryCodeOfAUserErrorIsInTheCatalogueAndTheSchema(t *testing.T) {
	used := constants(t, "../service/change", func(_, typ string) bool { return typ == "UserErrorCode" })
	assert.Equal(t, sorted(used), sorted(codes(catalogue.Users())))

	text, err := os.ReadFile("../graph/schema.graphql")
	require.NoError(t, err)
	doc, err := sdl.ParseSchema(&schema.Source{Input: string(text)})
	require.NoError(t, err)
	enum := map[string]bool{}
	for _, v := range doc.Definitions.ForName("UserErrorCode").EnumValues {
		enum[v.Name] = true
	}
	assert.Equal(t, sorted(used), sorted(enum))
}

// vietnamese finds letters that English does not have.
const vietnamese = "ăâđêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"

func TestEntriesSayAllInBothLanguages(t *testing.T) {
	for list, entries := range map[string][]catalogue.Entry{
		"requests": catalogue.Requests(), "fields": catalogue.Fields(), "users": catalogue.Users(),
	} {
		seen := map[string]bool{}
		for _, e := range entries {
			t.Run(list+"/"+e.Code, func(t *testing.T) {
				assert.False(t, seen[e.Code], "it is there twice")
				seen[e.Code] = true
				assert.NotEmpty(t, e.Status)
				if list != "users" { // whose meaning in English is the schema's
					assert.NotEmpty(t, e.Meaning.En)
				}
				assert.NotEmpty(t, e.Remedy.En)
				for _, text := range []string{e.Meaning.En, e.Remedy.En} {
					assert.False(t, strings.ContainsAny(strings.ToLower(text), vietnamese), text)
				}
				for _, text := range []string{e.Meaning.Vi, e.Remedy.Vi} {
					assert.True(t, strings.ContainsAny(strings.ToLower(text), vietnamese), text)
				}
			})
		}
	}
}
