package server

import (
	"mime"
	"strconv"
	"strings"
)

// The two media types of the GraphQL-over-HTTP specification. Under the first a
// status code speaks of the GraphQL request; under the second, kept for older
// clients, of HTTP alone. The third is GraphQL over server-sent events.
const (
	mediaGraphQL = "application/graphql-response+json"
	mediaJSON    = "application/json"
	mediaStream  = "text/event-stream"
)

// negotiate picks the media type of the answer from the Accept headers, or ""
// when the client takes neither. The more specific range decides about a type,
// then the higher weight wins; between equals we answer as written first, and
// with the usual type to those who take anything. A stream is for those alone who
// name it.
func negotiate(accept []string, usual string) string {
	header := strings.TrimSpace(strings.Join(accept, ","))
	if header == "" {
		return usual
	}
	best, bestWeight := "", 0.0
	weights, order := weigh(header)
	for _, media := range append(order, usual, mediaJSON, mediaGraphQL) {
		if w := weightOf(media, weights); w > bestWeight {
			best, bestWeight = media, w
		}
	}
	return best
}

// takesStream reports whether the Accept headers name server-sent events: some
// clients list them with JSON for every request, and mean subscriptions.
func takesStream(accept []string) bool {
	weights, _ := weigh(strings.Join(accept, ","))
	return weights[mediaStream] > 0
}

// weigh takes an Accept header apart: the weight of each range, and the types
// we answer in as they are written.
func weigh(header string) (weights map[string]float64, order []string) {
	weights = map[string]float64{}
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
		case mediaGraphQL, mediaJSON, mediaStream:
			order = append(order, media)
		}
	}
	return weights, order
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
