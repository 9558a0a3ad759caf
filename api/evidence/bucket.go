package evidence

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// The clocks of a bucket, none of which may be switched off: a store that hangs
// must not hold requests for ever.
const (
	// transferTimeout is how long storing or reading one file may take.
	transferTimeout = 5 * time.Minute
	// answerTimeout is how long the store may take to begin an answer.
	answerTimeout = 30 * time.Second
	// attempts is how often a request is made before it counts as failed.
	attempts = 3
)

// bucket keeps each file as the object <prefix>/ab/cd/<hash> of an S3 bucket.
type bucket struct {
	client    minio.Core
	transport *http.Transport
	name      string
	prefix    string
	where     string            // for people
	hide      *strings.Replacer // takes the keys out of a text
}

func openBucket(at address, accessKey, secretKey string) (*bucket, error) {
	transport, err := minio.DefaultTransport(!at.insecure)
	if err != nil {
		return nil, fmt.Errorf("evidence: %s: %w", at, err)
	}
	transport.ResponseHeaderTimeout = answerTimeout
	client, err := minio.NewCore(at.endpoint, &minio.Options{
		Creds:      credentials.NewStaticV4(accessKey, secretKey, ""),
		Secure:     !at.insecure,
		Transport:  transport,
		Region:     at.region,
		MaxRetries: attempts,
	})
	hide := strings.NewReplacer(accessKey, "xxxxx", secretKey, "xxxxx")
	if err != nil {
		return nil, fmt.Errorf("evidence: %s: %s", at, hide.Replace(err.Error()))
	}
	return &bucket{*client, transport, at.bucket, at.prefix, at.String(), hide}, nil
}

func (s *bucket) Close() error {
	s.transport.CloseIdleConnections()
	return nil
}

// String is where the files are; it holds no key.
func (s *bucket) String() string { return s.where }

// GoString keeps %#v from walking through the client.
func (s *bucket) GoString() string { return s.where }

func (s *bucket) key(hash string) string { return path.Join(s.prefix, pathOf(hash)) }

func (s *bucket) Put(ctx context.Context, b Blob) error { return put(ctx, s, b) }

func (s *bucket) Open(ctx context.Context, hash string) (io.ReadCloser, int64, error) {
	if err := checkHash(hash); err != nil {
		return nil, 0, err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, transferTimeout, errSlow)
	object, info, _, err := s.client.GetObject(ctx, s.name, s.key(hash), minio.GetObjectOptions{})
	if err != nil {
		defer cancel()
		if answer := (minio.ErrorResponse{}); errors.As(err, &answer) && answer.Code == minio.NoSuchKey {
			return nil, 0, ErrNotFound
		}
		return nil, 0, s.failed(ctx, "opening", hash, err)
	}
	content := verify(stoppable{ctx, answered{s, ctx, hash, object}}, hash, ErrCorrupt)
	return checkedFile{content, func() error { defer cancel(); return object.Close() }}, info.Size, nil
}

// answered turns a broken connection into an error of ours.
type answered struct {
	s    *bucket
	ctx  context.Context
	hash string
	from io.Reader
}

func (a answered) Read(p []byte) (int, error) {
	n, err := a.from.Read(p)
	if err != nil && err != io.EOF { //nolint:errorlint // io.Reader's contract is the value itself
		err = a.s.failed(a.ctx, "reading", a.hash, err)
	}
	return n, err
}

// write sends the file in one request, which the store takes whole or not at all.
// The request's signature covers the SHA-256, so the store itself refuses bytes
// that changed on their way.
func (s *bucket) write(ctx context.Context, b Blob, replace bool) error {
	content := func() io.Reader { return io.NewSectionReader(b.Content, 0, b.Size) }
	if _, err := io.Copy(io.Discard, verify(stoppable{ctx, content()}, b.Hash, ErrMismatch)); err != nil {
		if errors.Is(err, ErrMismatch) {
			return err
		}
		return fmt.Errorf("evidence: storing %s: %w", b.Hash, err)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, transferTimeout, errSlow)
	defer cancel()
	sum, err := hex.DecodeString(b.Hash)
	if err != nil {
		return err
	}
	send := func(condition bool) error {
		options := minio.PutObjectOptions{
			// Not the file's own type: an object that is reached past this server
			// must not open in a browser either.
			ContentType: "application/octet-stream",
			// Kept by the store with the object, and what buckets with object lock ask for.
			UserMetadata: map[string]string{"x-amz-checksum-sha256": base64.StdEncoding.EncodeToString(sum)},
			// The hash below takes the place of one made while sending.
			DisableContentSha256: true,
		}
		if condition {
			options.SetMatchETagExcept("*")
		}
		_, err := s.client.PutObject(ctx, s.name, s.key(b.Hash), content(), b.Size, "", b.Hash, options)
		return err
	}
	err = send(!replace)
	if answer := (minio.ErrorResponse{}); !replace && errors.As(err, &answer) {
		switch answer.StatusCode {
		case http.StatusPreconditionFailed:
			return nil // another server was first, with the same content
		case http.StatusConflict, http.StatusNotImplemented:
			// Another is being stored at this moment, or the store knows no
			// conditions. Storing the same content twice is as good.
			err = send(false)
		}
	}
	if err != nil {
		return s.failed(ctx, "storing", b.Hash, err)
	}
	return nil
}
