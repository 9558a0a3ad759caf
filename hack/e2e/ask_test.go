//go:build e2e

package e2e_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"
)

// question is the README's first query, and rightAnswer what has to come back:
// two official documents state different figures for 2022, and both are kept.
const (
	question = `{ indicator(plan: "2021-2025", code: "1.5") { name disagreements { year gap figures { value } } } }`

	rightAnswer = `{"data":{"indicator":{"name":"Tỷ lệ dịch vụ công trực tuyến phát sinh hồ sơ",` +
		`"disagreements":[{"year":2022,"gap":"49.86","figures":[{"value":"30.14"},{"value":"80"}]}]}}`
)

// asked is a way to a server: what a request is sent with, and where to.
type asked struct {
	client *http.Client
	url    string
}

// read asks as a client that knows its request to change nothing: it is sent
// again on a new connection where an old one has just been closed.
func (a asked) read() error {
	return a.send(http.Header{"Idempotency-Key": nil}) // net/http's own mark, which is not sent
}

// post asks as front ends do.
func (a asked) post() error { return a.send(http.Header{}) }

func (a asked) send(h http.Header) error {
	bounded, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	body, err := json.Marshal(map[string]string{"query": question})
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(bounded, http.MethodPost, a.url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header = h
	request.Header.Set("Content-Type", "application/json")
	response, err := a.client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK || !strings.HasPrefix(string(text), rightAnswer) {
		return fmt.Errorf("%s: %s", response.Status, text)
	}
	return nil
}

// onNode says that Services' addresses work from here.
var onNode = os.Getenv("E2E_NODE") == "true"

// way is how these tests reach an Instance's GraphQL: by its Service's address
// where they run on a node, and else through a pod.
func (w *world) way(t *testing.T, namespace, name string) asked {
	t.Helper()
	if !onNode {
		return asked{w.proxied(t), w.relayed(doorway, serviceURL(namespace, name))}
	}
	var s corev1.Service
	require.NoError(t, w.client.Get(ctx, types.NamespacedName{Namespace: namespace, Name: name}, &s))
	require.NotEmpty(t, s.Spec.ClusterIP)
	return asked{&http.Client{Transport: &http.Transport{Proxy: nil}}, "http://" + s.Spec.ClusterIP + "/graphql"}
}

func serviceURL(namespace, name string) string {
	return "http://" + name + "." + namespace + ".svc/graphql"
}

// answers asks an Instance once, each way.
func (w *world) answers(t *testing.T, namespace, name string) {
	t.Helper()
	way := w.way(t, namespace, name)
	require.NoError(t, way.post(), "%s/%s", namespace, name)
	if onNode {
		require.NoError(t, way.read(), "%s/%s", namespace, name)
	}
}
