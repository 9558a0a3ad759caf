package deliver_test

import (
	"os"
	"testing"

	"go.uber.org/goleak"
)

// TestMain sets a proxy that is not there before anybody asks for one: net/http
// reads the environment once. It also looks for goroutines left behind.
func TestMain(m *testing.M) {
	for _, name := range []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"} {
		if err := os.Setenv(name, "http://127.0.0.1:1"); err != nil {
			panic(err)
		}
	}
	goleak.VerifyTestMain(m)
}
