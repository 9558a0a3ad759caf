package evidence_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/evidence"
)

func TestABucketRefusesBytesThatChangedOnTheirWay(t *testing.T) {
	store := bucketStore(t, func(body []byte) []byte {
		body = bytes.Clone(body)
		body[len(body)/2] ^= 1
		return body
	})
	content := noise(100_000)
	assert.ErrorContains(t, store.Put(t.Context(), blob(content)), "the store answered XAmzContentSHA256Mismatch (HTTP 400")
	assert.Empty(t, store.files())
}

// scripted is a store that says what a test wants to hear. The files it is asked
// for are not there.
func scripted(t *testing.T, query string, put http.HandlerFunc) (evidence.Store, func() []http.Header) {
	t.Helper()
	var mu sync.Mutex
	var puts []http.Header
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPut {
			w.WriteHeader(http.StatusNotFound)
			_, _ = io.WriteString(w, "<Error><Code>NoSuchKey</Code></Error>")
			return
		}
		mu.Lock()
		puts = append(puts, r.Header.Clone())
		mu.Unlock()
		_, _ = io.Copy(io.Discard, r.Body)
		put(w, r)
	}))
	t.Cleanup(server.Close)
	return openBucket(t, server, query), func() []http.Header { mu.Lock(); defer mu.Unlock(); return puts }
}

func TestABucketWithoutConditionsIsWrittenAllTheSame(t *testing.T) {
	for code, wantPuts := range map[int]int{
		http.StatusOK:                 1,
		http.StatusPreconditionFailed: 1, // somebody else was first
		http.StatusConflict:           2, // somebody else is at it
		http.StatusNotImplemented:     2,
	} {
		t.Run(strconv.Itoa(code), func(t *testing.T) {
			store, puts := scripted(t, "&region=hanoi", func(w http.ResponseWriter, r *http.Request) {
				if r.Header.Get("If-None-Match") == "*" {
					w.WriteHeader(code)
				}
			})
			require.NoError(t, store.Put(t.Context(), blob([]byte("x"))))
			require.Len(t, puts(), wantPuts)
			sum := sha256.Sum256([]byte("x"))
			for i, header := range puts() {
				assert.Equal(t, i == 0, header.Get("If-None-Match") == "*", "only the first try has a condition")
				assert.Equal(t, hashOf([]byte("x")), header.Get("X-Amz-Content-Sha256"))
				assert.Equal(t, base64.StdEncoding.EncodeToString(sum[:]), header.Get("X-Amz-Checksum-Sha256"))
				assert.Equal(t, "application/octet-stream", header.Get("Content-Type"))
				assert.Contains(t, header.Get("Authorization"), "/hanoi/s3/aws4_request")
			}
		})
	}
}

func TestABucketsAnswersAreNotRepeated(t *testing.T) {
	message := fmt.Sprintf("the key %s with %s is unknown", accessKey, secretKey)
	for name, answer := range map[string]struct{ body, want string }{
		"a message with the keys in it": {
			"<Error><Code>AccessDenied</Code><Message>" + message + "</Message><RequestId>r-1</RequestId></Error>",
			"the store answered AccessDenied (HTTP 403, request r-1)"},
		"a code with the keys in it": {
			"<Error><Code>" + message + "</Code><RequestId>" + message + "</RequestId></Error>",
			"the store answered an error (HTTP 403, request none)"},
		"a code that is a key": {
			"<Error><Code>" + accessKey + "</Code></Error>", "the store answered xxxxx (HTTP 403, request none)"},
		"no XML at all": {message, "(HTTP 403, request none)"},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				_, _ = io.Copy(io.Discard, r.Body)
				w.WriteHeader(http.StatusForbidden)
				_, _ = io.WriteString(w, answer.body)
			}))
			defer server.Close()
			store := openBucket(t, server, "&region=x")
			_, _, err := store.Open(t.Context(), hashOf(nil))
			require.ErrorContains(t, err, answer.want)
			require.NotErrorIs(t, err, evidence.ErrNotFound)
			assertNoKeys(t, err)
			assertNoKeys(t, store.Put(t.Context(), blob([]byte("x"))))
		})
	}
}

func assertNoKeys(t *testing.T, err error) {
	t.Helper()
	require.Error(t, err)
	for ; err != nil; err = unwrapped(err) {
		assert.NotContains(t, fmt.Sprintf("%v %+v %#v", err, err, err), accessKey)
		assert.NotContains(t, fmt.Sprintf("%v %+v %#v", err, err, err), secretKey)
	}
}

func unwrapped(err error) error {
	wrapper, ok := err.(interface{ Unwrap() error })
	if !ok {
		return nil
	}
	return wrapper.Unwrap()
}

func TestAMissingBucketIsNotAMissingFile(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusNotFound)
		_, _ = io.WriteString(w, "<Error><Code>NoSuchBucket</Code></Error>")
	}))
	defer server.Close()
	_, _, err := openBucket(t, server, "&region=x").Open(t.Context(), hashOf(nil))
	require.ErrorContains(t, err, "NoSuchBucket")
	assert.NotErrorIs(t, err, evidence.ErrNotFound)
}

// A connection that breaks says nothing about the file: it must neither be called
// damaged nor be written over.
func TestABrokenConnectionIsNoDamage(t *testing.T) {
	content := noise(200_000)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet {
			assert.Fail(t, "written over")
		}
		w.Header().Set("Content-Length", strconv.Itoa(len(content)))
		w.Header().Set("Last-Modified", "Sun, 02 Apr 2023 05:00:00 GMT")
		_, _ = w.Write(content[:150_000])
		panic(http.ErrAbortHandler)
	}))
	defer server.Close()
	store := openBucket(t, server, "&region=x")
	_, err := read(t, store, hashOf(content))
	require.ErrorContains(t, err, "evidence: reading "+hashOf(content))
	assert.NotErrorIs(t, err, evidence.ErrCorrupt)
	assert.ErrorContains(t, store.Put(t.Context(), blob(content)), "evidence: reading")
}

func TestABucketThatHangsIsGivenUpWithTheContext(t *testing.T) {
	asked := make(chan struct{}, 1)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		asked <- struct{}{}
		<-r.Context().Done()
	}))
	defer server.Close()
	store := openBucket(t, server, "&region=x")
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- store.Put(ctx, blob([]byte("x"))) }()
	<-asked
	cancel()
	assert.ErrorIs(t, <-done, context.Canceled)
}
