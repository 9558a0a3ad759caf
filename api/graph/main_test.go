package graph_test

import (
	"os"
	"testing"
	"time"
)

// TestMain puts the server where its users are: the zone of the machine must
// not matter to any answer.
func TestMain(m *testing.M) {
	time.Local = time.FixedZone("ICT", 7*60*60)
	os.Exit(m.Run())
}
