package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/util/wait"
	"sigs.k8s.io/controller-runtime/pkg/cache"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// answering says for every Instance that it is ready.
type answering struct{ asked atomic.Int64 }

// ServeHTTP counts a question and answers it with 200.
func (a *answering) ServeHTTP(http.ResponseWriter, *http.Request) { a.asked.Add(1) }

// waitReady waits until every Tenant and its Instance are ready.
func (p *plane) waitReady(ctx context.Context, limit time.Duration, start time.Time, operator *process, m *measurement) error {
	// A watch: asking again and again would cost what is measured.
	seen, err := cache.New(p.admin, cache.Options{Scheme: p.client.Scheme()})
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() { _ = seen.Start(ctx) }() // it ends with us
	var last string
	told := start
	err = wait.PollUntilContextTimeout(ctx, 250*time.Millisecond, limit, false, func(ctx context.Context) (bool, error) {
		if operator.ended() {
			return false, errors.New("the operator has ended: a machine that is too busy to renew its lease in time makes it")
		}
		var tenants v1alpha1.TenantList
		var instances v1alpha1.InstanceList
		if err := seen.List(ctx, &tenants); err != nil {
			return false, err
		}
		if err := seen.List(ctx, &instances); err != nil {
			return false, err
		}
		ready := map[string]bool{}
		for _, i := range instances.Items {
			ready[i.Namespace] = meta.IsStatusConditionTrue(i.Status.Conditions, v1alpha1.ConditionReady)
		}
		var done int
		for i := range tenants.Items {
			t := &tenants.Items[i]
			if meta.IsStatusConditionTrue(t.Status.Conditions, v1alpha1.ConditionReady) && ready[t.NamespaceName()] {
				done++
			} else if c := meta.FindStatusCondition(t.Status.Conditions, v1alpha1.ConditionReady); c != nil {
				last = t.Name + ": " + c.Message
			}
		}
		if m.half == 0 && done >= m.tenants/2 {
			m.half = time.Since(start)
		}
		if time.Since(told) > 10*time.Second {
			told = time.Now()
			step("%d of %d are ready; %s", done, m.tenants, last)
		}
		return done == m.tenants, nil
	})
	m.all = time.Since(start)
	if err != nil {
		return fmt.Errorf("not all are ready after %s, such as %s: %w", m.all.Round(time.Second), last, err)
	}
	return nil
}
