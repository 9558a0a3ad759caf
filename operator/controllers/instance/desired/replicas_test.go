package desired_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiendo-vn/tiendo/operator/controllers/instance/desired"
)

func TestReplicas(t *testing.T) {
	const leftToAutoscaling = int32(-1)
	fixed, between := desired.Replicas{Min: 3}, desired.Replicas{Min: 2, Max: 6}
	for name, tc := range map[string]struct {
		replicas  desired.Replicas
		live      *int32
		owned     bool
		suspended bool
		want      int32
	}{
		"fixed, before there is a Deployment":       {replicas: fixed, want: 3},
		"fixed, as it is":                           {replicas: fixed, live: new(int32(3)), owned: true, want: 3},
		"fixed, and somebody changed it":            {replicas: fixed, live: new(int32(7)), want: 3},
		"fixed, because the bounds are one":         {replicas: desired.Replicas{Min: 3, Max: 3}, live: new(int32(2)), want: 3},
		"fixed, with a most below the least":        {replicas: desired.Replicas{Min: 3, Max: 2}, want: 3},
		"fixed, after it was suspended":             {replicas: fixed, live: new(int32(0)), owned: true, want: 3},
		"autoscaled, before there is a Deployment":  {replicas: between, want: 2},
		"autoscaled within the bounds":              {replicas: between, live: new(int32(4)), want: leftToAutoscaling},
		"autoscaled at the least":                   {replicas: between, live: new(int32(2)), want: leftToAutoscaling},
		"autoscaled at the most":                    {replicas: between, live: new(int32(6)), want: leftToAutoscaling},
		"autoscaled, and the field is still ours":   {replicas: between, live: new(int32(5)), owned: true, want: 5},
		"autoscaled, ours and above the new bounds": {replicas: between, live: new(int32(9)), owned: true, want: 6},
		"autoscaled, ours and below the new bounds": {replicas: between, live: new(int32(1)), owned: true, want: 2},
		"autoscaled, above the new bounds":          {replicas: between, live: new(int32(9)), want: 6},
		"autoscaled, below the new bounds":          {replicas: between, live: new(int32(1)), want: 2},
		"autoscaled, after it was suspended":        {replicas: between, live: new(int32(0)), owned: true, want: 2},
		"autoscaled, and somebody stopped it":       {replicas: between, live: new(int32(0)), want: 2},
		"suspended":                                 {replicas: fixed, live: new(int32(3)), owned: true, suspended: true, want: 0},
		"suspended while autoscaled":                {replicas: between, live: new(int32(4)), suspended: true, want: 0},
		"suspended from the beginning":              {replicas: fixed, suspended: true, want: 0},
	} {
		t.Run(name, func(t *testing.T) {
			got := desired.Deployment(instance(func(i *desired.Instance) {
				i.Replicas, i.LiveReplicas, i.OwnsReplicas, i.Suspended = tc.replicas, tc.live, tc.owned, tc.suspended
			})).Spec.Replicas
			if tc.want == leftToAutoscaling {
				assert.Nil(t, got)
			} else if assert.NotNil(t, got) {
				assert.Equal(t, tc.want, *got)
			}
		})
	}
}
