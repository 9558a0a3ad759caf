// Command relay asks other servers from within a pod, for the end-to-end tests:
// POST /?url=http://tiendo.tenant-lao-cai.svc/graphql is passed on as it is.
// Whoever may reach the pod may make it ask anything, so it is for test clusters.
package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"time"
)

func main() {
	server := &http.Server{Addr: ":8080", Handler: http.HandlerFunc(relay), ReadHeaderTimeout: 10 * time.Second}
	fmt.Fprintln(os.Stderr, server.ListenAndServe())
	os.Exit(1)
}

var client = http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}

// relay passes a request on to the server that its parameter url names.
func relay(w http.ResponseWriter, r *http.Request) {
	to := r.URL.Query().Get("url")
	if to == "" {
		return // a probe
	}
	request, err := http.NewRequestWithContext(r.Context(), r.Method, to, r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := client.Do(request)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer response.Body.Close()
	w.WriteHeader(response.StatusCode)
	_, _ = io.Copy(w, response.Body) // whoever asked sees that it ends early
}
