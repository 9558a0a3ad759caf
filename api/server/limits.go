package server

import (
	"context"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/lexer"
	"github.com/vektah/gqlparser/v2/parser"

	"github.com/tiendo-vn/tiendo/api/config"
)

const (
	// maxMetaDepth bounds introspection. The tools' query is 13 to 15 deep; what
	// grows with the schema's size, lists in lists, gqlparser bounds.
	maxMetaDepth = 20
	// maxFields bounds the fields of an operation with its fragments in place. It
	// has nothing to do with rows: it bounds what validation and the estimate of
	// complexity themselves cost.
	maxFields = 20_000
	// maxDocumentBytes bounds the text, which is read twice: what front ends send
	// has a hundredth of it, and values belong into variables.
	maxDocumentBytes = 256 << 10
	// maxFragments and maxOperations bound what a document may define. Validation
	// compares every two fragments and walks every operation, used or not.
	maxFragments  = 200
	maxOperations = 50
	// maxValueDepth bounds values in values, in the document as in variables.
	maxValueDepth = 32
)

// screen refuses documents by their form alone. It stands before gqlgen's
// validation on purpose: that takes time in the square of the number of like
// fields, and a 200 KB query would keep a core for minutes.
type screen struct {
	limits        config.Limits
	introspection bool
	cache         *documentCache
}

var _ interface {
	graphql.OperationParameterMutator
	graphql.OperationContextMutator
} = screen{}

func (screen) ExtensionName() string { return "Screen" }

func (screen) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationParameters checks a document that is not in the cache; one that
// is has passed. A document is parsed twice the first time, which is cheap.
func (s screen) MutateOperationParameters(ctx context.Context, params *graphql.RawParams) *gqlerror.Error {
	doc, known := s.cache.Get(ctx, params.Query)
	if !known {
		var err *gqlerror.Error
		if doc, err = s.parse(params.Query); err != nil {
			return err
		}
		if err = checkSize(doc); err != nil {
			return err
		}
		if err = s.check(measure(doc)); err != nil {
			return err
		}
	}
	var given census
	for name, value := range params.Variables {
		given.variable(value)
		if depth := variableDepth(value); depth > maxValueDepth {
			return coded(CodeTooDeep, "the variable %q is %d values deep; the limit is %d", shorten(name), depth, maxValueDepth)
		}
	}
	if err := given.check("the variables"); err != nil {
		return err
	}
	return checkName(doc.Operations, params.OperationName)
}

// checkSize comes before measuring, which looks fragments up one by one.
func checkSize(doc *ast.QueryDocument) *gqlerror.Error {
	switch {
	case len(doc.Fragments) > maxFragments:
		return coded(CodeTooLarge, "the document has %d fragments; the limit is %d", len(doc.Fragments), maxFragments)
	case len(doc.Operations) > maxOperations:
		return coded(CodeTooLarge, "the document has %d operations; the limit is %d", len(doc.Operations), maxOperations)
	}
	return count(doc).check("the document")
}

// MutateOperationContext opens gqlgen's own gate to introspection, which it
// keeps shut unless told.
func (s screen) MutateOperationContext(_ context.Context, opCtx *graphql.OperationContext) *gqlerror.Error {
	opCtx.DisableIntrospection = !s.introspection
	return nil
}

func (s screen) parse(query string) (*ast.QueryDocument, *gqlerror.Error) {
	if len(query) > maxDocumentBytes {
		return nil, coded(CodeTooLarge, "the query has %d bytes; the limit is %d", len(query), maxDocumentBytes)
	}
	source := &ast.Source{Input: query}
	doc, err := parser.ParseQueryWithTokenLimit(source, s.limits.Tokens)
	if err == nil {
		return doc, nil
	}
	// The parser has no type for this error; counting is cheap and surer than its text.
	if n := countTokens(source); n > s.limits.Tokens {
		return nil, coded(CodeTooLarge, "the query has %d tokens; the limit is %d", n, s.limits.Tokens)
	}
	errcode.Set(err, errcode.ParseFailed)
	return nil, gqlerror.WrapIfUnwrapped(err)
}

func countTokens(source *ast.Source) int {
	tokens := lexer.New(source)
	for n := 0; ; n++ {
		if token, err := tokens.ReadToken(); err != nil || token.Kind == lexer.EOF {
			return n
		}
	}
}

func (s screen) check(found shape) *gqlerror.Error {
	switch {
	case found.missing != "":
		// Validation would say so as well, after comparing it with all others.
		return coded(errcode.ValidationFailed, "Unknown fragment %q.", shorten(found.missing))
	case found.fields > maxFields:
		return coded(CodeTooComplex, "the query has %d fields with its fragments in place; the limit is %d", found.fields, maxFields)
	case found.aliases > s.limits.Aliases:
		return coded(CodeTooManyAliases, "the query has %d aliased or repeated fields; the limit is %d", found.aliases, s.limits.Aliases)
	case found.roots > s.limits.RootFields:
		return coded(CodeTooManyRootFields, "the operation has %d fields at its top; the limit is %d", found.roots, s.limits.RootFields)
	case found.depth > s.limits.Depth:
		return coded(CodeTooDeep, "the query is %d fields deep; the limit is %d", found.depth, s.limits.Depth)
	case found.metaDepth > maxMetaDepth:
		return coded(CodeTooDeep, "the introspection is %d fields deep; the limit is %d", found.metaDepth, maxMetaDepth)
	case found.values > maxValueDepth:
		return coded(CodeTooDeep, "the query has arguments %d values deep; the limit is %d", found.values, maxValueDepth)
	case found.meta && !s.introspection:
		return coded(CodeIntrospection, "this server does not answer questions about its schema (__schema, __type)")
	case found.deferred:
		return coded(CodeUnsupported, "@defer is not supported")
	}
	return nil
}

// checkName says what is wrong with operationName. gqlgen's own answer to a
// document with several operations and no name is "operation  not found".
func checkName(operations ast.OperationList, name string) *gqlerror.Error {
	switch {
	case operations.ForName(name) != nil || len(operations) == 0: // an empty document has its own error
		return nil
	case name == "":
		return coded(CodeOperation, "the document has %d operations: say which in operationName", len(operations))
	}
	return coded(CodeOperation, "the document has no operation named %q", shorten(name))
}

// maxErrors is how many errors of parsing and validation one answer carries, and
// maxMessage the bytes of each: a document can be made to have thousands, and
// their messages repeat names of any length.
const (
	maxErrors  = 5
	maxMessage = 1000
)

func firstErrors(list gqlerror.List) gqlerror.List {
	list = slices.Clip(list[:min(len(list), maxErrors)])
	for _, err := range list {
		if len(err.Message) > maxMessage {
			err.Message = strings.ToValidUTF8(err.Message[:maxMessage], "") + "…"
		}
	}
	return list
}
