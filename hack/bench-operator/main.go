// Program bench-operator measures what the operator costs: ministries and
// provinces of the plan as Tenants with Instances, on a control plane whose nodes
// are simulated.
//
// etcd, kube-apiserver, kube-controller-manager, kube-scheduler, kwok (it plays
// nodes, kubelets and the ingress controller), PostgreSQL and the operator are
// processes of their own, on loopback; everything but the pods is real. Each size
// has a control plane and a PostgreSQL of its own. The operator signs in as the
// shipped service account with the shipped role, its webhooks are asked, and its
// questions for /readyz go to a server here, since simulated pods answer nothing.
//
// Beside it, the same tenants are installed one after another with helm.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/go-logr/logr"
	ctrl "sigs.k8s.io/controller-runtime"
)

// The sizes the report is about; others are trials.
var (
	fullSizes = fmt.Sprintf("%d,500", len(group()))
	fullHelm  = len(group())
)

const fullIdle = 10 * time.Minute

// options is the command line.
type options struct {
	sizes  string
	helm   int
	idle   time.Duration
	limit  time.Duration
	keep   bool
	report string
}

func parse() options {
	var o options
	flag.StringVar(&o.sizes, "sizes", fullSizes, "numbers of Tenants, each measured on a control plane of its own; empty for none")
	flag.IntVar(&o.helm, "helm", fullHelm, "how many of the same are installed with helm; 0 for none")
	flag.DurationVar(&o.idle, "idle", fullIdle, "how long writes are watched for once all are ready, at the last of the sizes")
	flag.DurationVar(&o.limit, "limit", 30*time.Minute, "how long all may take to become ready before it is given up")
	flag.BoolVar(&o.keep, "keep", false, "keep the folders with logs")
	flag.StringVar(&o.report, "report", filepath.Join("hack", "bench-operator", "report.md"), "file of the report; trials leave it alone")
	flag.Parse()
	return o
}

// numbers are the sizes.
func (o options) numbers() ([]int, error) {
	var all []int
	for text := range strings.SplitSeq(o.sizes, ",") {
		if text == "" {
			continue
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return nil, fmt.Errorf("-sizes %q: expected numbers from 1, such as 97,500", o.sizes)
		}
		all = append(all, n)
	}
	return all, nil
}

// trial says whether the report is not about this run.
func (o options) trial() bool {
	return o.sizes != fullSizes || o.helm != fullHelm || o.idle < fullIdle
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var err error
	if len(os.Args) > 1 && os.Args[1] == operatorMode {
		err = operate(ctx, os.Args[2:])
	} else {
		ctrl.SetLogger(logr.Discard()) // of the client here; the operator has one of its own
		err = run(ctx, parse())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench-operator:", err)
		os.Exit(1)
	}
}

// run is the whole benchmark, in order.
func run(ctx context.Context, o options) error {
	sizes, err := o.numbers()
	if err != nil {
		return err
	}
	r := report{options: o, load: load()}
	for i, n := range sizes {
		m, err := measureOperator(ctx, o, n, i == len(sizes)-1)
		if err != nil {
			return fmt.Errorf("%d tenants: %w", n, err)
		}
		r.sizes = append(r.sizes, m)
	}
	if o.helm > 0 {
		if r.helm, err = measureHelm(ctx, o); err != nil {
			return fmt.Errorf("helm: %w", err)
		}
	}
	r.loadAfter = load()
	missed, err := r.write()
	if err == nil && missed > 0 {
		err = fmt.Errorf("%d limits were missed", missed)
	}
	return err
}

// inFolder does something with a folder of its own, which goes unless it is kept.
func (o options) inFolder(do func(folder string) error) (err error) {
	folder, err := os.MkdirTemp("", "tiendo-bench-operator.")
	if err != nil {
		return err
	}
	if o.keep {
		step("logs are kept in %s", folder)
		return do(folder)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	return do(folder)
}

// step tells who waits what is going on.
func step(format string, args ...any) {
	fmt.Fprintf(os.Stderr, time.Now().Format("15:04:05")+" bench-operator: "+format+"\n", args...)
}
