package evidence

import (
	"context"
	"errors"
	"fmt"
	"regexp"

	"github.com/minio/minio-go/v7"
)

// errSlow is the cause when transferTimeout is over.
var errSlow = errors.New("the store took too long")

// word is what a code or a request's id looks like. Of an answer nothing else is
// shown: what a store writes in its messages is up to the store.
var word = regexp.MustCompile(`\A[0-9A-Za-z._-]{1,64}\z`)

// failed describes an error without what could be secret in it. An error of the
// client is not wrapped but told, since wrapping would hand on all it holds.
func (s *bucket) failed(ctx context.Context, doing, hash string, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("evidence: %s %s: %w", doing, hash, context.Cause(ctx))
	}
	answer := minio.ErrorResponse{}
	if errors.As(err, &answer) && answer.StatusCode != 0 {
		code, request := answer.Code, answer.RequestID
		if !word.MatchString(code) {
			code = "an error"
		}
		if !word.MatchString(request) {
			request = "none"
		}
		err = fmt.Errorf("the store answered %s (HTTP %d, request %s)", code, answer.StatusCode, request)
	}
	return fmt.Errorf("evidence: %s %s: %s", doing, hash, s.hide.Replace(err.Error()))
}
