package auth

import (
	"net/http"
	"regexp"
	"strings"
)

// mostToken is the longest token that is looked at, in bytes; providers that put
// every group of a person into it come to about half of that.
const mostToken = 16 << 10

// bearerToken matches what RFC 6750 lets a bearer token consist of.
var bearerToken = regexp.MustCompile(`^[A-Za-z0-9._~+/-]+=*$`)

// Bearer returns the bearer token of a request, "" where it has no credential. A
// header with anything else in it is an *Error: a client that meant to say who
// it is must not be taken for the public.
func Bearer(r *http.Request) (string, error) {
	headers := r.Header.Values("Authorization")
	if len(headers) == 0 {
		return "", nil
	}
	if len(headers) > 1 {
		return "", invalidRequest("There is more than one Authorization header.")
	}
	scheme, token, _ := strings.Cut(headers[0], " ")
	token = strings.TrimLeft(token, " ")
	switch {
	case !strings.EqualFold(scheme, "Bearer"):
		return "", invalidRequest("The Authorization header has a scheme other than Bearer.")
	case len(token) > mostToken:
		return "", invalidRequest("The bearer token is longer than 16384 bytes.")
	case !bearerToken.MatchString(token):
		return "", invalidRequest("The Authorization header holds no bearer token.")
	}
	return token, nil
}
