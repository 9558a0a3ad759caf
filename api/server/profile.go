package server

import (
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"

	"github.com/tiendo-vn/tiendo/api/config"
)

// statusPartial is "294 Partial Success": executed, with errors. The
// specification's edition of September 2026 made it (sections 5.4 and 6.1), for
// answers whose media type says what it means.
const statusPartial = 294

// A profile is one reading of GraphQL over HTTP.
type profile struct {
	// usual is the media type for those who take anything, or say nothing.
	usual string
	// textByGet lets a GET carry the text of a document, which then stands in the
	// logs of everything between. Else it carries the id of one that is known here.
	textByGet bool
	// status is what goes with an answer of the executor's in a media type.
	status func(*graphql.Response, string) int
	// malformed is for what is JSON and no request.
	malformed int
	// failuresTyped gives answers outside 2xx the newer media type, whatever the
	// client takes: the status says that it is no success, and the type that it is
	// ours and not a proxy's (section 5.1).
	failuresTyped bool
}

// profileOf is the profile of that name in the settings.
func profileOf(name string) profile {
	if name == config.ProfileAudits {
		return profile{usual: mediaJSON, textByGet: true, status: auditedStatus, malformed: http.StatusBadRequest}
	}
	return profile{usual: mediaGraphQL, status: currentStatus, malformed: http.StatusUnprocessableEntity, failuresTyped: true}
}

// media is what an answer of that status goes out as.
func (p profile) media(negotiated string, status int) string {
	if negotiated == mediaGraphQL || p.failuresTyped && (status < 200 || status > 299) {
		return mediaGraphQL
	}
	return mediaJSON
}

// currentStatus follows section 5.4. A partial answer in plain JSON stays a 200:
// 294 means nothing without the type that defines it (section 6.1).
func currentStatus(resp *graphql.Response, media string) int {
	switch {
	case isRequestError(resp):
		return failureStatus(resp)
	case len(resp.Errors) > 0 && media == mediaGraphQL:
		return statusPartial
	}
	return http.StatusOK
}

// failureStatus is that of an operation which was not executed, by the code of
// its first error. Limits are validation rules of our own (section 5.2).
func failureStatus(resp *graphql.Response) int {
	if len(resp.Errors) > 0 {
		if status, ok := failures[codeOf(resp.Errors[0])]; ok {
			return status
		}
	}
	return http.StatusUnprocessableEntity
}

// failures are the codes whose status is not 422.
var failures = map[string]int{
	errcode.ParseFailed: http.StatusBadRequest,
	CodeUnauthenticated: http.StatusUnauthorized,
	CodeForbidden:       http.StatusForbidden,
	CodeInternal:        http.StatusInternalServerError,
	CodeTimeout:         http.StatusServiceUnavailable,
	CodeUnavailable:     http.StatusServiceUnavailable,
	// A document's name is part of what is asked for, as a path is elsewhere.
	CodeDocumentUnknown:   http.StatusNotFound,
	CodeApolloNotFound:    http.StatusNotFound,
	CodeDocumentUntrusted: http.StatusForbidden,
}

// auditedStatus follows the draft that npm's graphql-http checks: 200 in plain
// JSON for whatever is well formed, and 400 in the newer type for what was not
// executed.
func auditedStatus(resp *graphql.Response, media string) int {
	if media == mediaGraphQL && isRequestError(resp) {
		return http.StatusBadRequest
	}
	return http.StatusOK
}
