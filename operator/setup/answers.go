package setup

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// answers asks a URL whether an Instance is ready; nil where it answers 200.
func answers(ctx context.Context, url string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	response, err := probes.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(io.LimitReader(response.Body, 300))
	if response.StatusCode == http.StatusOK {
		return nil
	}
	if err != nil {
		return err
	}
	return fmt.Errorf("%s: %s", response.Status, strings.TrimSpace(string(text)))
}
