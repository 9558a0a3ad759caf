package main

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"k8s.io/apimachinery/pkg/util/wait"

	"github.com/tiendo-vn/tiendo/operator/agencies"
	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

// quiet is how long the operator has to write nothing before what it did counts as
// done: events and the last status come after all are ready.
const quiet = 15 * time.Second

// A measurement is what one number of Tenants cost.
type measurement struct {
	tenants, invented int
	// applied is when the last Tenant was taken, half when half of them and their
	// Instances were ready, and all when all were.
	applied, half, all time.Duration
	// writes is what the operator asked for until all were ready and it was quiet.
	writes tally
	// owned counts what belongs to tenants then.
	owned map[string]int
	sum   int
	// peak is the most memory that was resident until the end,
	// collected what was after collecting garbage, and heap what lived then.
	peak, collected, heap int64
	// processor is the operator's until all were ready.
	processor time.Duration
	// idle is what it wrote while nothing changed and somebody watched, and
	// idleProcessor what that time cost.
	watched       bool
	idle          tally
	idleProcessor time.Duration
	// asked counts the questions for /readyz.
	asked int64
}

// measureOperator brings up n Tenants and, where that is asked for, watches what the
// operator does afterwards.
func measureOperator(ctx context.Context, o options, n int, watch bool) (m measurement, err error) {
	step("%d tenants", n)
	m.tenants, m.watched = n, watch
	err = o.inFolder(func(folder string) error {
		p, err := startPlane(ctx, folder, true)
		if err != nil {
			return err
		}
		err = p.measure(ctx, o, &m)
		return errors.Join(err, p.stop())
	})
	return m, err
}

func (p *plane) measure(ctx context.Context, o options, m *measurement) error {
	stop, err := startDatabases(ctx, p)
	if err != nil {
		return err
	}
	defer stop()
	all, invented := bodies(m.tenants)
	m.invented = len(invented)
	readyz := &answering{}
	instances := httptest.NewServer(readyz)
	defer instances.Close()
	operator, err := p.startOperator(ctx, invented, instances.URL+"/readyz")
	if err != nil {
		return err
	}
	err = p.bringUp(ctx, o, all, operator, m)
	if err == nil && m.watched {
		err = p.watchIdle(ctx, o, operator, m)
	}
	if err == nil {
		err = p.weigh(ctx, operator.cmd.Process.Pid, m)
	}
	m.asked = readyz.asked.Load()
	if err != nil {
		return fmt.Errorf("%w\nthe operator's log ends:\n%s", err, operator.lastLines())
	}
	return nil
}

func (p *plane) startOperator(ctx context.Context, invented []agencies.Agency, readyz string) (*process, error) {
	program, err := buildOperator(ctx, p.folder, invented)
	if err != nil {
		return nil, err
	}
	kubeconfig, err := p.user(operatortest.Identity, "system:serviceaccounts", "system:serviceaccounts:"+operatortest.Namespace)
	if err != nil {
		return nil, err
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	health := fmt.Sprintf("127.0.0.1:%d", port)
	webhooks := p.env.WebhookInstallOptions
	cmd := exec.Command(program, operatorMode, "-kubeconfig", kubeconfig, "-health", health, "-readyz", readyz,
		"-certificates", webhooks.LocalServingCertDir, "-webhook-port", fmt.Sprint(webhooks.LocalServingPort),
		"-collected", p.path("collected"))
	step("starting the operator")
	err = p.begin(ctx, "operator", cmd, "http://"+health+"/readyz")
	return p.processes[len(p.processes)-1], err
}

// bringUp applies the Tenants, one after the other as kubectl does, and waits until
// they and their Instances are ready.
func (p *plane) bringUp(ctx context.Context, o options, all []agencies.Agency, operator *process, m *measurement) error {
	pid := operator.cmd.Process.Pid
	before, err := processor(pid)
	if err != nil {
		return err
	}
	start := time.Now()
	for _, a := range all {
		if err := p.client.Create(ctx, tenant(a)); err != nil {
			return err
		}
	}
	m.applied = time.Since(start)
	step("%d Tenants applied in %s", len(all), m.applied.Round(time.Millisecond))
	if err := p.waitReady(ctx, o.limit, start, operator, m); err != nil {
		return err
	}
	step("all %d are ready after %s", len(all), m.all.Round(time.Millisecond))
	after, err := processor(pid)
	if err != nil {
		return err
	}
	m.processor = after - before
	if err := p.waitQuiet(ctx); err != nil {
		return err
	}
	writes, err := readAudit(p.auditLog())
	if err != nil {
		return err
	}
	m.writes = count(writes)
	m.owned, m.sum, err = owned(ctx, p.client)
	step("%d writes, %d events for %d objects", m.writes.writes, m.writes.events, m.sum)
	return err
}

// waitQuiet waits until the operator has written nothing for a while.
func (p *plane) waitQuiet(ctx context.Context) error {
	return wait.PollUntilContextTimeout(ctx, time.Second, 10*time.Minute, false, func(context.Context) (bool, error) {
		all, err := readAudit(p.auditLog())
		return err == nil && len(all) > 0 && time.Since(all[len(all)-1].StageTimestamp) > quiet, err
	})
}

// watchIdle watches what the operator does while nothing changes.
func (p *plane) watchIdle(ctx context.Context, o options, operator *process, m *measurement) error {
	pid := operator.cmd.Process.Pid
	before, err := readAudit(p.auditLog())
	if err != nil {
		return err
	}
	spent, err := processor(pid)
	if err != nil {
		return err
	}
	step("watching for writes while nothing changes, for %s", o.idle)
	select {
	case <-time.After(o.idle):
	case <-ctx.Done():
		return ctx.Err()
	case <-operator.done:
		return errors.New("the operator has ended")
	}
	after, err := readAudit(p.auditLog())
	if err != nil {
		return err
	}
	m.idle = count(after[len(before):])
	for _, w := range after[len(before):] {
		step("written while idle: %s %s/%s", w.what(), w.ObjectRef.Namespace, w.ObjectRef.Name)
	}
	total, err := processor(pid)
	if err != nil {
		return err
	}
	m.idleProcessor = total - spent
	return nil
}

// weigh reads how much memory the operator had and has.
func (p *plane) weigh(ctx context.Context, pid int, m *measurement) (err error) {
	if m.peak, err = memory(pid, "VmHWM"); err != nil {
		return err
	}
	if err := syscall.Kill(pid, syscall.SIGUSR1); err != nil {
		return err
	}
	var text []byte
	err = wait.PollUntilContextTimeout(ctx, 50*time.Millisecond, time.Minute, true, func(context.Context) (bool, error) {
		text, err = os.ReadFile(filepath.Join(p.folder, "collected"))
		return len(text) > 0, nil
	})
	if err != nil {
		return err
	}
	if _, err := fmt.Sscan(string(text), &m.heap); err != nil {
		return err
	}
	m.collected, err = memory(pid, "VmRSS")
	return err
}
