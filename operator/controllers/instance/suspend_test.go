package instance_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	corev1 "k8s.io/api/core/v1"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

// stopped waits until no server is wanted.
func (w *world) stopped(name string) {
	w.Helper()
	operatortest.Eventually(w, func() error {
		if n := *w.deployment(name).Spec.Replicas; n != 0 {
			return operatortest.NotYet("no server: %d are wanted%s", n, w.saidOf(name))
		}
		return nil
	})
}

func suspended(yes bool) func(*v1alpha1.Instance) {
	return func(i *v1alpha1.Instance) { i.Spec.Suspended = yes }
}

// Whoever stops an Instance often does so because something is wrong.
func TestAnInstanceStopsWhateverElseIsWrong(t *testing.T) {
	for name, break_ := range map[string]func(*world){
		"its version is not allowed any more": func(w *world) {
			w.change("tiendo", func(i *v1alpha1.Instance) { i.Spec.Version = "2.0.0" })
			w.says("tiendo", v1alpha1.ConditionReady, v1alpha1.ReasonVersionNotAllowed)
		},
		"its database server is gone": func(w *world) {
			w.serverSpec(func(s *v1alpha1.DatabaseServerSpec) { s.Port = 1 })
			w.says("tiendo", v1alpha1.ConditionReady, v1alpha1.ReasonServerUnreachable)
		},
		"its bundle is not there": func(w *world) {
			w.change("tiendo", func(i *v1alpha1.Instance) {
				i.Spec.Plan.ConfigMapRef = &v1alpha1.LocalConfigMapReference{Name: "nowhere"}
			})
			w.says("tiendo", v1alpha1.ConditionReady, v1alpha1.ReasonBundleMissing)
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.instance("tiendo")
			w.settled("tiendo")
			break_(w)
			w.change("tiendo", suspended(true))
			w.stopped("tiendo")
			w.says("tiendo", v1alpha1.ConditionSuspended, v1alpha1.ReasonSuspended)
			w.says("tiendo", v1alpha1.ConditionAvailable, v1alpha1.ReasonSuspended)
		})
	}
}

func TestAnUpgradeThatIsSuspendedStaysBeforeItsMigration(t *testing.T) {
	w := newWorld(t)
	w.instance("tiendo")
	w.settled("tiendo")
	w.pods(func(pod *corev1.Pod) operatortest.Fate {
		if isOf(pod, v1alpha1.ComponentMigration, "1.1.0") {
			return operatortest.Fate{Phase: corev1.PodRunning} // it takes its time
		}
		return operatortest.Usual(pod)
	})
	w.change("tiendo", version("1.1.0"))
	w.says("tiendo", v1alpha1.ConditionMigrated, v1alpha1.ReasonProgressing)
	w.change("tiendo", suspended(true))
	w.says("tiendo", v1alpha1.ConditionSuspended, v1alpha1.ReasonSuspended)
	w.stopped("tiendo")
	assert.Contains(t, w.says("tiendo", v1alpha1.ConditionMigrated, v1alpha1.ReasonSuspended), "1.1.0")

	w.change("tiendo", suspended(false))
	w.says("tiendo", v1alpha1.ConditionMigrated, v1alpha1.ReasonProgressing)
	operatortest.Eventually(t, func() error {
		if d := w.deployment("tiendo"); d.Status.AvailableReplicas != 2 {
			return operatortest.NotYet("2 servers: %d", d.Status.AvailableReplicas)
		}
		return nil
	})
	assert.Equal(t, "1.0.0", image(w.deployment("tiendo")), "what served serves until the database is migrated")
	w.pods(operatortest.Usual)
	w.ready("tiendo", "1.1.0")
}

func TestWhatServesIsKnownByItsVersionAlone(t *testing.T) {
	w := newWorld(t)
	w.instance("tiendo")
	w.settled("tiendo")
	w.pods(func(pod *corev1.Pod) operatortest.Fate {
		switch {
		case isOf(pod, v1alpha1.ComponentServer, "1.1.0"):
			return operatortest.Crashes(2, "tiendo: no")
		case isOf(pod, v1alpha1.ComponentMigration, "1.2.0"):
			return operatortest.Fails(1, "tiendo: migrate: no")
		}
		return operatortest.Usual(pod)
	})
	w.change("tiendo", version("1.1.0"))
	w.says("tiendo", v1alpha1.ConditionReady, v1alpha1.ReasonNotStarting)
	assert.Equal(t, "1.1.0", image(w.deployment("tiendo")))
	w.change("tiendo", version("1.2.0"))
	assert.Contains(t, w.says("tiendo", v1alpha1.ConditionReady, v1alpha1.ReasonMigrationFailed), "1.0.0 keeps serving")
	operatortest.Eventually(t, func() error {
		if d := w.deployment("tiendo"); image(d) != "1.0.0" {
			return operatortest.NotYet("1.0.0: it is %s, labelled %s", image(d), d.Labels[v1alpha1.LabelVersion])
		}
		return nil
	})

	t.Run("and is made again while an upgrade is stalled", func(t *testing.T) {
		w.must(w.Delete(ctx, w.deployment("tiendo")))
		operatortest.Eventually(t, func() error {
			d, err := w.find("tiendo")
			if err != nil {
				return err
			}
			if image(d) != "1.0.0" || d.Status.AvailableReplicas != 2 {
				return operatortest.NotYet("2 servers of 1.0.0: %d of %s", d.Status.AvailableReplicas, image(d))
			}
			return nil
		})
	})
}
