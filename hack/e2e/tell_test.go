//go:build e2e

package e2e_test

import (
	"strings"
	"testing"

	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

// telling has a test that fails say what the cluster looks like.
func (w *world) telling(t *testing.T) {
	t.Cleanup(func() {
		if t.Failed() {
			w.tell(t)
		}
	})
}

func (w *world) tell(t *testing.T) {
	const conditions = `{range .items[*]}{.kind} {.metadata.namespace}/{.metadata.name} {.metadata.deletionTimestamp}{"\n"}` +
		`{range .status.conditions[*]}   {.type}={.status} {.reason}: {.message}{"\n"}{end}{end}`
	for _, command := range []struct {
		most int
		args []string
	}{
		{60, []string{"get", "tenants,instances,databaseservers", "-A", "-o", "jsonpath=" + conditions}},
		{60, []string{"get", "pods", "-A", "-o", "wide"}},
		{40, []string{"get", "events", "-A", "--sort-by=.lastTimestamp"}},
		{50, []string{"-n", operatortest.Namespace, "logs", "-l", "app.kubernetes.io/name=tiendo-operator", "--tail=25", "--prefix"}},
	} {
		out, err := w.try(nil, "kubectl", command.args...)
		lines := strings.Split(strings.TrimSpace(out), "\n")
		lines = lines[max(0, len(lines)-command.most):]
		for i, line := range lines {
			lines[i] = line[:min(len(line), 600)]
		}
		t.Logf("kubectl %s (%v):\n%s", strings.Join(command.args[:2], " "), err, strings.Join(lines, "\n"))
	}
}
