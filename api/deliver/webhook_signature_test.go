package deliver_test

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tiendo-vn/tiendo/api/deliver"
)

// The vector of the specification's own libraries. It can be had by hand:
//
//	printf '%s' 'msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{"test": 2432232314}' |
//	  openssl dgst -sha256 -mac HMAC -macopt hexkey:31f290f6bf0629…8b692c -binary | base64
//
// where the key is the base64 part of the secret in hexadecimal.
const (
	vectorSecret    deliver.Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
	vectorID                       = "msg_p5jXN8AQM9LWM0D4loKWxJek"
	vectorTimestamp                = "1614265330"
	vectorBody                     = `{"test": 2432232314}`
	vectorSignature                = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
)

// vectorTime is vectorTimestamp.
var vectorTime = time.Unix(1614265330, 0)

func secretOf(bytes int) deliver.Secret {
	return deliver.Secret("whsec_" + base64.StdEncoding.EncodeToString(make([]byte, bytes)))
}

func signed(id, timestamp, signature string) http.Header {
	h := http.Header{}
	h.Set("webhook-id", id)
	h.Set("webhook-timestamp", timestamp)
	h.Set("webhook-signature", signature)
	return h
}

func TestTheVectorOfTheSpecification(t *testing.T) {
	var got http.Header
	r := receive(t, func(_ http.ResponseWriter, req *http.Request) { got = req.Header })
	w := deliver.NewWebhooks(deliver.WebhookSettings{Loopback: true, Roots: r.roots})
	require.NoError(t, w.Post(t.Context(), endpoint(r.URL), vectorID, vectorTime.Add(999*time.Millisecond), []byte(vectorBody)))
	assert.Equal(t, vectorTimestamp, got.Get("webhook-timestamp"))
	assert.Equal(t, vectorSignature, got.Get("webhook-signature"))
	assert.NoError(t, deliver.Verify(vectorSecret, signed(vectorID, vectorTimestamp, vectorSignature), []byte(vectorBody), vectorTime, time.Second))
}

func TestVerifyRefusesWhatWasNotSigned(t *testing.T) {
	foreign := "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc="
	for name, tc := range map[string]struct {
		secret               deliver.Secret
		id, stamp, signature string
		body                 string
		want                 string
	}{
		"another secret":                {secretOf(24), vectorID, vectorTimestamp, vectorSignature, vectorBody, "webhook-signature"},
		"another body":                  {vectorSecret, vectorID, vectorTimestamp, vectorSignature, vectorBody + " ", "webhook-signature"},
		"another id":                    {vectorSecret, vectorID + "x", vectorTimestamp, vectorSignature, vectorBody, "webhook-signature"},
		"another timestamp":             {vectorSecret, vectorID, "1614265331", vectorSignature, vectorBody, "webhook-signature"},
		"a part moved from body to id":  {vectorSecret, vectorID + "." + vectorTimestamp, vectorTimestamp, vectorSignature, vectorBody, "webhook-id"},
		"a foreign signature":           {vectorSecret, vectorID, vectorTimestamp, foreign, vectorBody, "webhook-signature"},
		"a signature of another scheme": {vectorSecret, vectorID, vectorTimestamp, "v1a" + vectorSignature[2:], vectorBody, "webhook-signature"},
		"a bare signature":              {vectorSecret, vectorID, vectorTimestamp, vectorSignature[3:], vectorBody, "webhook-signature"},
		"an empty signature":            {vectorSecret, vectorID, vectorTimestamp, "v1,", vectorBody, "webhook-signature"},
		"half a signature":              {vectorSecret, vectorID, vectorTimestamp, vectorSignature[:27], vectorBody, "webhook-signature"},
		"no signature":                  {vectorSecret, vectorID, vectorTimestamp, "", vectorBody, "webhook-signature"},
		"no id":                         {vectorSecret, "", vectorTimestamp, vectorSignature, vectorBody, "webhook-id"},
		"no timestamp":                  {vectorSecret, vectorID, "", vectorSignature, vectorBody, "webhook-timestamp"},
		"a timestamp in words":          {vectorSecret, vectorID, "yesterday", vectorSignature, vectorBody, "webhook-timestamp"},
		"a timestamp with a sign":       {vectorSecret, vectorID, "+1614265330", vectorSignature, vectorBody, "webhook-timestamp"},
		"a timestamp beyond all time":   {vectorSecret, vectorID, "18446744073709551615", vectorSignature, vectorBody, "webhook-timestamp"},
		"a secret without its prefix":   {vectorSecret[6:], vectorID, vectorTimestamp, vectorSignature, vectorBody, "secret: expected"},
	} {
		t.Run(name, func(t *testing.T) {
			err := deliver.Verify(tc.secret, signed(tc.id, tc.stamp, tc.signature), []byte(tc.body), vectorTime, time.Minute)
			require.ErrorContains(t, err, tc.want)
			assert.NotContains(t, err.Error(), strings.TrimPrefix(string(vectorSecret), "whsec_"))
		})
	}
	assert.Error(t, deliver.Verify(vectorSecret, nil, []byte(vectorBody), vectorTime, time.Minute), "no headers")
	err := deliver.Verify(vectorSecret, signed(vectorID, vectorTimestamp, foreign), []byte(vectorBody), vectorTime, time.Minute)
	assert.ErrorIs(t, err, deliver.ErrSignature)
}

func TestOneGoodSignatureOfSeveralIsEnough(t *testing.T) {
	several := "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc= v1a,xyz  v2, " + vectorSignature + " v1,x"
	assert.NoError(t, deliver.Verify(vectorSecret, signed(vectorID, vectorTimestamp, several), []byte(vectorBody), vectorTime, time.Minute))
}

func TestARequestIsGoodForItsToleranceOnly(t *testing.T) {
	header := signed(vectorID, vectorTimestamp, vectorSignature)
	for name, tc := range map[string]struct {
		late, tolerance time.Duration
		want            string
	}{
		"just sent":              {0, time.Minute, ""},
		"just in time":           {time.Minute, time.Minute, ""},
		"by a clock behind ours": {-time.Minute, time.Minute, ""},
		"too old":                {time.Minute + 1, time.Minute, "expected within 1m0s of now"},
		"from the future":        {-time.Minute - 1, time.Minute, "expected within 1m0s of now"},
		"from long ago":          {50 * 365 * 24 * time.Hour, time.Hour, "expected within"},
		"without a tolerance":    {0, 0, "tolerance 0s: expected more than 0"},
		"a tolerance below zero": {0, -time.Minute, "tolerance -1m0s"},
	} {
		t.Run(name, func(t *testing.T) {
			err := deliver.Verify(vectorSecret, header, []byte(vectorBody), vectorTime.Add(tc.late), tc.tolerance)
			if tc.want == "" {
				assert.NoError(t, err)
			} else {
				assert.ErrorContains(t, err, tc.want)
			}
		})
	}
}

func TestEachSigningSecretIsNew(t *testing.T) {
	first, second := deliver.NewSigningSecret(), deliver.NewSigningSecret()
	assert.True(t, first != second)
	assert.Regexp(t, `^whsec_[A-Za-z0-9+/]{43}=$`, string(first))
}
