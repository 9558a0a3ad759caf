//go:build e2e

package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	appsv1 "k8s.io/api/apps/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/watch"
)

// A crowd asks an Instance all the time.
type crowd struct {
	end  context.CancelFunc
	done sync.WaitGroup

	mutex  sync.Mutex
	count  int
	faults []string
	// lost are questions that found no way to any server.
	lost []string
}

// pause is how long each of the crowd waits between two questions.
const pause = 50 * time.Millisecond

// crowd begins to ask an Instance: one who connects for every question, and one
// who keeps a connection. It ends with the scenario at the latest.
func (w *world) crowd(t *testing.T, namespace, name string) *crowd {
	t.Helper()
	way := w.way(t, namespace, name)
	bounded, end := context.WithCancel(ctx)
	c := &crowd{end: end}
	t.Cleanup(func() { end(); c.done.Wait() })
	if transport, ok := way.client.Transport.(*http.Transport); ok && onNode {
		connecting := transport.Clone()
		connecting.DisableKeepAlives = true
		c.ask(bounded, asked{&http.Client{Transport: connecting}, way.url}.post)
		c.ask(bounded, way.read)
	} else {
		c.ask(bounded, way.post)
	}
	return c
}

func (c *crowd) ask(until context.Context, question func() error) {
	c.done.Add(1)
	go func() {
		defer c.done.Done()
		ticker := time.NewTicker(pause)
		defer ticker.Stop()
		for {
			select {
			case <-until.Done():
				return
			case <-ticker.C:
				c.note(question())
			}
		}
	}()
}

func (c *crowd) note(err error) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.count++
	if err == nil {
		return
	}
	told := fmt.Sprintf("%s, question %d: %v", time.Now().Format(time.TimeOnly), c.count, err)
	if errors.Is(err, syscall.EHOSTUNREACH) {
		c.lost = append(c.lost, told)
	} else {
		c.faults = append(c.faults, told)
	}
}

// wasAnswered ends the asking: every question was answered, and rightly.
func (c *crowd) wasAnswered(t *testing.T) {
	t.Helper()
	c.wasAnsweredOnTheWay(t)
	assert.Empty(t, c.lost, "questions found no way to a server")
}

// wasAnsweredOnTheWay is wasAnswered where the same servers were there all the
// time, which the scenario says: the bridge of a node may lose their addresses for
// a moment, when pods come and go beside them.
func (c *crowd) wasAnsweredOnTheWay(t *testing.T) {
	t.Helper()
	c.end()
	c.done.Wait()
	t.Logf("%d questions were asked meanwhile; no way for %d: %v", c.count, len(c.lost), c.lost)
	assert.Greater(t, c.count, 20, "questions asked")
	assert.Empty(t, c.faults[:min(len(c.faults), 10)], "%d questions of %d were not answered", len(c.faults), c.count)
	assert.LessOrEqual(t, len(c.lost), 2, "questions found no way to a server")
}

// A lookout watches that servers stay.
type lookout struct {
	watch watch.Interface
	done  chan struct{}
	least int32
}

// lookout begins to watch how many servers of an Instance are available.
func (w *world) lookout(t *testing.T, namespace, name string) *lookout {
	t.Helper()
	watched, err := w.core.AppsV1().Deployments(namespace).Watch(ctx, metav1.ListOptions{FieldSelector: "metadata.name=" + name})
	if !assert.NoError(t, err) {
		t.FailNow()
	}
	l := &lookout{watch: watched, done: make(chan struct{}), least: 1000}
	t.Cleanup(watched.Stop)
	go func() {
		defer close(l.done)
		for event := range watched.ResultChan() {
			if d, ok := event.Object.(*appsv1.Deployment); ok {
				l.least = min(l.least, d.Status.AvailableReplicas)
			}
		}
	}()
	return l
}

// sawServers ends the watching: at least so many were available all the time.
func (l *lookout) sawServers(t *testing.T, least int32) {
	t.Helper()
	l.watch.Stop()
	<-l.done
	assert.GreaterOrEqual(t, l.least, least, "servers available at the worst moment")
	assert.Less(t, l.least, int32(1000), "nothing was seen")
}
