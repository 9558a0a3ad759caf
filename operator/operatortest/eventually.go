package operatortest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/util/wait"
)

// patience is how long a condition may take: far longer than it does, since
// machines that run tests are busy.
const patience = 2 * time.Minute

// Eventually waits for a function to return nil. The test fails with the last
// error where that never happens.
func Eventually(t testing.TB, met func() error) {
	t.Helper()
	var last error
	err := wait.PollUntilContextTimeout(context.Background(), 50*time.Millisecond, patience, true, func(context.Context) (bool, error) {
		last = met()
		return last == nil, nil
	})
	if err != nil {
		t.Fatalf("after %v: %v", patience, errors.Join(last, err))
	}
}

// NotYet is an error for a condition that is not met.
func NotYet(format string, args ...any) error { return fmt.Errorf(format, args...) }
