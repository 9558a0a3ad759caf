package server

import (
	"mime"
	"strconv"
	"strings"
)

// The two media types of the GraphQL-over-HTTP specification. Under the first a
// status code speaks of the GraphQL request; under the second, kept for older
// clients, of HTTP alone.
const (
	mediaGraphQL = "application/graphql-response+json"
	mediaJSON    = "application/json"
)

// negotiate picks the media type of the answer from the Accept headers, or ""
// when the client takes neither. The more specific range decides about a type,
// then the higher weight wins; between equals we answer as written first, and
// with plain JSON to those who take anything, as the specification's tests ask.
func negotiate(accept []string) string {
	header := strings.TrimSpace(strings.Join(accept, ","))
	if header == "" {
		return mediaJSON
	}
	best, bestWeight := "", 0.0
	weights := map[string]float64{}
	var order []string
	for part := range strings.SplitSeq(header, ",") {
		media, params, err := mime.ParseMediaType(strings.TrimSpace(part))
		if err != nil {
			continue
		}
		if charset, ok := params["charset"]; ok && !strings.EqualFold(charset, "utf-8") {
			continue
		}
		weights[media] = weight(params["q"])
		switch media {
		case mediaGraphQL, mediaJSON:
			order = append(order, media)
		}
	}
	for _, media := range append(order, mediaJSON, mediaGraphQL) {
		if w := weightOf(media, weights); w > bestWeight {
			best, bestWeight = media, w
		}
	}
	return best
}

// weightOf is the weight of one type: its own, else its range's, else nothing.
func weightOf(media string, weights map[string]float64) float64 {
	for _, key := range []string{media, "application/*", "*/*"} {
		if w, ok := weights[key]; ok {
			return w
		}
	}
	return 0
}

func weight(q string) float64 {
	if q == "" {
		return 1
	}
	w, err := strconv.ParseFloat(q, 64)
	if err != nil || w < 0 || w > 1 {
		return 0
	}
	return w
}
