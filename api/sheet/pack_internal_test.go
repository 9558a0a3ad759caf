package sheet

import (
	"archive/zip"
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestInflateCountsWhateverTheDirectorySays(t *testing.T) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range []string{"a.xml", "b.xml"} {
		part, err := w.Create(name)
		require.NoError(t, err)
		_, err = part.Write([]byte("<abc/>"))
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	archive, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	require.NoError(t, err)

	require.NoError(t, (&pack{parts: map[string][]byte{}}).inflate(archive, Limits{MaxUnzipped: 12}))
	var fault *Fault
	require.ErrorAs(t, (&pack{parts: map[string][]byte{}}).inflate(archive, Limits{MaxUnzipped: 11}), &fault)
	assert.Equal(t, FaultTooComplex, fault.Code)
	assert.Equal(t, "b.xml", fault.Where)
}
