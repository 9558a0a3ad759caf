package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"syscall"
	"time"

	"github.com/go-logr/logr"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/klog/v2"
	ctrl "sigs.k8s.io/controller-runtime"

	"github.com/tiendo-vn/tiendo/operator/operatortest"
	"github.com/tiendo-vn/tiendo/operator/setup"
)

// operatorMode is the first argument of a process of this program that is the
// operator.
const operatorMode = "operator"

// operate is the operator as tiendo-operator starts it, but for where it asks for
// /readyz.
func operate(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet(operatorMode, flag.ContinueOnError)
	kubeconfig := flags.String("kubeconfig", "", "who the operator is")
	health := flags.String("health", "", "address of its own /readyz")
	certificates := flags.String("certificates", "", "folder of the webhooks' certificate")
	port := flags.Int("webhook-port", 0, "port of the webhooks")
	readyz := flags.String("readyz", "", "URL that answers for every Instance")
	collected := flags.String("collected", "", "file to write when garbage was collected on SIGUSR1")
	if err := flags.Parse(args); err != nil {
		return err
	}
	logger := logr.FromSlogHandler(slog.NewJSONHandler(os.Stderr, nil))
	ctrl.SetLogger(logger)
	klog.SetLogger(logger)
	config, err := clientcmd.BuildConfigFromFlags("", *kubeconfig)
	if err != nil {
		return err
	}
	config.UserAgent = "tiendo-operator/bench"
	config.QPS, config.Burst = 200, 400 // what the program has where nobody says otherwise
	manager, err := setup.Manager(config, setup.Options{
		Namespace: operatortest.Namespace, MetricsAddress: "127.0.0.1:0", HealthAddress: *health,
		WebhookPort: *port, WebhookCertDir: *certificates, LeaderElect: true,
		IngressNamespaces: []string{"ingress-nginx"}, MonitoringNamespaces: []string{"monitoring"}, CloudNativePGNamespace: "cnpg-system",
		Answers: func(ctx context.Context, _ string) error { return ask(ctx, *readyz) },
		Logger:  logger,
	})
	if err != nil {
		return err
	}
	go collect(*collected)
	return manager.Start(ctx)
}

// asking is the client that the operator has for this, too: connections are not
// kept.
var asking = &http.Client{Timeout: 4 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}

// ask asks for a /readyz by a real request.
func ask(ctx context.Context, url string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	response, err := asking.Do(request)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, response.Body)
	if response.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s answered %s", url, response.Status)
	}
	return errors.Join(err, response.Body.Close())
}

// collect gives memory back to the system whenever it is told to, and says so in a
// file, with the heap that is left.
func collect(file string) {
	told := make(chan os.Signal, 1)
	signal.Notify(told, syscall.SIGUSR1)
	for range told {
		debug.FreeOSMemory()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		if err := os.WriteFile(file, []byte(fmt.Sprint(m.HeapAlloc)), 0o600); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
}
