package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/tiendo-vn/tiendo/operator/agencies"
	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

// A series is what installing one after another took.
type series struct {
	releases int
	all      time.Duration
}

// measureHelm installs the chart of one instance for each agency, one after
// another, on a control plane of its own. Namespaces and the Secrets with the
// databases' URLs, which somebody made before, take none of the time.
func measureHelm(ctx context.Context, o options) (s *series, err error) {
	step("%d releases with helm", o.helm)
	err = o.inFolder(func(folder string) error {
		p, err := startPlane(ctx, folder, false)
		if err != nil {
			return err
		}
		s, err = p.installAll(ctx, o)
		return errors.Join(err, p.stop())
	})
	return s, err
}

func (p *plane) installAll(ctx context.Context, o options) (*series, error) {
	all, _ := bodies(o.helm)
	for _, a := range all {
		secret := &corev1.Secret{
			ObjectMeta: metav1.ObjectMeta{Namespace: "tenant-" + a.Code, Name: "database"},
			StringData: map[string]string{"url": "postgres://tiendo@127.0.0.1/" + a.Code},
		}
		if err := errors.Join(p.client.Create(ctx, namespace(secret.Namespace)), p.client.Create(ctx, secret)); err != nil {
			return nil, err
		}
	}
	start := time.Now()
	for i, a := range all {
		if err := p.installOne(ctx, a); err != nil {
			return nil, err
		}
		if i%10 == 9 {
			step("%d of %d releases after %s", i+1, len(all), time.Since(start).Round(time.Second))
		}
	}
	s := &series{len(all), time.Since(start)}
	step("%d releases after %s", s.releases, s.all.Round(time.Millisecond))
	return s, nil
}

func (p *plane) installOne(ctx context.Context, a agencies.Agency) error {
	cmd := exec.CommandContext(ctx, filepath.Join(p.tools, "helm"), "install", release, filepath.Join("charts", "tiendo"),
		"--kubeconfig", p.kubeconfig, "--namespace", "tenant-"+a.Code, "--wait", "--timeout", "5m",
		"--set", "image.registry="+registry, "--set", "version="+version, "--set", "database.secretName=database", "--set", "ingress.host="+host(a.Code))
	cmd.Dir = operatortest.Root()
	// Nothing of the person's own helm takes part.
	cmd.Env = append(os.Environ(), "HELM_CONFIG_HOME="+p.folder, "HELM_CACHE_HOME="+p.folder, "HELM_DATA_HOME="+p.folder, "KUBECACHEDIR="+p.folder)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("helm install for %s: %w\n%s", a.Code, err, out)
	}
	return nil
}
