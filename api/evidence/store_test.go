package evidence_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/evidence"
)

func eachStore(t *testing.T, test func(t *testing.T, store kept)) {
	t.Helper()
	for name, open := range stores {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

func read(t *testing.T, store evidence.Store, hash string) ([]byte, error) {
	t.Helper()
	file, _, err := store.Open(t.Context(), hash)
	require.NoError(t, err)
	content, err := io.ReadAll(file)
	require.NoError(t, file.Close())
	return content, err
}

func noise(size int) []byte {
	random := rand.NewChaCha8([32]byte{byte(size)})
	content := make([]byte, size)
	_, _ = random.Read(content)
	return content
}

// sizes are those at which reading piece by piece could go wrong.
var sizes = []int{1, 2, 64<<10 - 1, 64 << 10, 64<<10 + 1, 128 << 10, 300_000}

func TestWhatIsPutCanBeReadBack(t *testing.T) {
	eachStore(t, func(t *testing.T, store kept) {
		for _, size := range sizes {
			content := noise(size)
			require.NoError(t, store.Put(t.Context(), blob(content)))
			file, stored, err := store.Open(t.Context(), hashOf(content))
			require.NoError(t, err)
			got, err := io.ReadAll(file)
			require.NoError(t, err)
			require.NoError(t, file.Close())
			assert.EqualValues(t, size, stored)
			assert.True(t, bytes.Equal(content, got))
			hash := hashOf(content)
			assert.Contains(t, store.files(), hash[:2]+"/"+hash[2:4]+"/"+hash)
		}
		assert.Len(t, store.files(), len(sizes))
	})
}

func TestTheSameContentIsStoredOnce(t *testing.T) {
	eachStore(t, func(t *testing.T, store kept) {
		content := noise(100_000)
		for range 3 {
			require.NoError(t, store.Put(t.Context(), blob(content)))
		}
		assert.Len(t, store.files(), 1)
		assert.Equal(t, 1, store.writes())
	})
}

func TestManyPutTheSameContentAtOnce(t *testing.T) {
	eachStore(t, func(t *testing.T, store kept) {
		content := noise(200_000)
		start := make(chan struct{})
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() {
				<-start
				assert.NoError(t, store.Put(t.Context(), blob(content)))
			})
		}
		close(start)
		all.Wait()
		got, err := read(t, store, hashOf(content))
		require.NoError(t, err)
		assert.True(t, bytes.Equal(content, got))
		assert.Len(t, store.files(), 1, "one file, and nothing left of the others")
		assert.Equal(t, 1, store.writes())
	})
}

func TestWhatIsNotThereIsNotFound(t *testing.T) {
	eachStore(t, func(t *testing.T, store kept) {
		_, _, err := store.Open(t.Context(), hashOf([]byte("never stored")))
		assert.ErrorIs(t, err, evidence.ErrNotFound)
	})
}

// spoiled are the ways in which a stored file goes bad.
var spoiled = map[string]func(content []byte) []byte{
	"cut off by a byte":     func(c []byte) []byte { return c[:len(c)-1] },
	"cut in half":           func(c []byte) []byte { return c[:len(c)/2] },
	"emptied":               func([]byte) []byte { return nil },
	"a byte longer":         func(c []byte) []byte { return append(bytes.Clone(c), 'x') },
	"another file":          func(c []byte) []byte { return noise(len(c) + 7)[:len(c)] },
	"the last byte flipped": func(c []byte) []byte { c = bytes.Clone(c); c[len(c)-1] ^= 1; return c },
}

func TestADamagedFileNeverReadsAsAWholeOne(t *testing.T) {
	eachStore(t, func(t *testing.T, store kept) {
		for _, size := range sizes {
			content := noise(size)
			require.NoError(t, store.Put(t.Context(), blob(content)))
			for name, damage := range spoiled {
				bad := damage(content)
				store.spoil(hashOf(content), bad)
				got, err := read(t, store, hashOf(content))
				require.ErrorIs(t, err, evidence.ErrCorrupt, "%s, %d bytes", name, size)
				if size <= 64<<10 && len(bad) <= 64<<10 {
					require.Empty(t, got, "nothing of a small file comes out")
				}
				require.True(t, len(bad) == 0 || len(got) < len(bad), "the end of it never comes out")
			}
		}
	})
}

func TestPuttingADamagedFileAgainMendsIt(t *testing.T) {
	eachStore(t, func(t *testing.T, store kept) {
		content := noise(100_000)
		for name, damage := range spoiled {
			store.spoilAfter(t, content, damage)
			require.NoError(t, store.Put(t.Context(), blob(content)), name)
			got, err := read(t, store, hashOf(content))
			require.NoError(t, err, name)
			require.True(t, bytes.Equal(content, got), name)
		}
	})
}

func (k kept) spoilAfter(t *testing.T, content []byte, damage func([]byte) []byte) {
	t.Helper()
	require.NoError(t, k.Put(t.Context(), blob(content)))
	k.spoil(hashOf(content), damage(content))
}

func TestContentThatIsNotWhatItsHashNamesIsRefused(t *testing.T) {
	eachStore(t, func(t *testing.T, store kept) {
		content := noise(100_000)
		lie := blob(content)
		lie.Hash = hashOf([]byte("something else"))
		require.ErrorIs(t, store.Put(t.Context(), lie), evidence.ErrMismatch)

		short := blob(content)
		short.Size--
		require.ErrorIs(t, store.Put(t.Context(), short), evidence.ErrMismatch)
		assert.Empty(t, store.files(), "nothing is left of either")

		require.NoError(t, store.Put(t.Context(), blob(content)))
		require.ErrorIs(t, store.Put(t.Context(), short), evidence.ErrMismatch, "nor beside a good copy")
	})
}

func TestOnlyAHashIsEverPartOfAPath(t *testing.T) {
	eachStore(t, func(t *testing.T, store kept) {
		good := hashOf([]byte("x"))
		for name, hash := range map[string]string{
			"nothing":             "",
			"a path that climbs":  "../../../../etc/passwd",
			"one of 64 bytes":     "../../" + strings.Repeat("a", 58),
			"an absolute path":    "/etc/passwd",
			"upper case":          strings.ToUpper(good),
			"a digit less":        good[1:],
			"a digit more":        good + "0",
			"a line behind it":    good + "\n",
			"letters beyond f":    strings.Repeat("g", 64),
			"a zero byte":         good[1:] + "\x00",
			"something very long": strings.Repeat("a", 1<<20),
		} {
			_, _, err := store.Open(t.Context(), hash)
			require.ErrorContains(t, err, "expected 64 lower-case hexadecimal digits", name)
			assert.Less(t, len(err.Error()), 500, name)
			b := blob([]byte("x"))
			b.Hash = hash
			assert.ErrorContains(t, store.Put(t.Context(), b), "expected 64 lower-case hexadecimal digits", name)
		}
		b := blob([]byte("x"))
		b.Size = 0
		assert.EqualError(t, store.Put(t.Context(), b), "evidence: size 0: expected at least 1")
		assert.Empty(t, store.files())
	})
}

func TestAStoreStopsWithItsContext(t *testing.T) {
	eachStore(t, func(t *testing.T, store kept) {
		content := noise(300_000)
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		require.ErrorIs(t, store.Put(ended, blob(content)), context.Canceled)
		assert.Empty(t, store.files())

		require.NoError(t, store.Put(t.Context(), blob(content)))
		reading, stop := context.WithCancel(t.Context())
		file, _, err := store.Open(reading, hashOf(content))
		require.NoError(t, err)
		_, err = io.ReadFull(file, make([]byte, 10))
		require.NoError(t, err)
		stop()
		_, err = io.Copy(io.Discard, file)
		assert.ErrorIs(t, err, context.Canceled)
		assert.NoError(t, file.Close())
	})
}

func TestNoKeyIsEverPrinted(t *testing.T) {
	eachStore(t, func(t *testing.T, store kept) {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
			text := fmt.Sprintf(verb, store.Store)
			assert.NotContains(t, text, accessKey)
			assert.NotContains(t, text, secretKey)
			assert.NotContains(t, text, fmt.Sprintf("%x", secretKey))
		}
	})
}
