package main

import (
	"context"
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// kinds are those that the operator makes. What controllers make of them, such as
// pods and ReplicaSets, is not the operator's, though it carries the labels.
var kinds = []schema.GroupVersionKind{
	{Version: "v1", Kind: "Namespace"},
	{Version: "v1", Kind: "ResourceQuota"},
	{Version: "v1", Kind: "LimitRange"},
	{Version: "v1", Kind: "ServiceAccount"},
	{Version: "v1", Kind: "Secret"},
	{Version: "v1", Kind: "ConfigMap"},
	{Version: "v1", Kind: "Service"},
	{Group: "networking.k8s.io", Version: "v1", Kind: "NetworkPolicy"},
	{Group: "networking.k8s.io", Version: "v1", Kind: "Ingress"},
	{Group: "rbac.authorization.k8s.io", Version: "v1", Kind: "RoleBinding"},
	{Group: "apps", Version: "v1", Kind: "Deployment"},
	{Group: "batch", Version: "v1", Kind: "Job"},
	{Group: "autoscaling", Version: "v2", Kind: "HorizontalPodAutoscaler"},
	{Group: "policy", Version: "v1", Kind: "PodDisruptionBudget"},
	{Group: "tiendo.vn", Version: "v1alpha1", Kind: "Instance"},
}

// owned counts what belongs to tenants, by kind.
func owned(ctx context.Context, c client.Client) (byKind map[string]int, sum int, err error) {
	byKind = map[string]int{}
	for _, kind := range kinds {
		list := &metav1.PartialObjectMetadataList{}
		list.SetGroupVersionKind(kind.GroupVersion().WithKind(kind.Kind + "List"))
		if err := c.List(ctx, list, client.HasLabels{v1alpha1.LabelTenant}); err != nil {
			return nil, 0, fmt.Errorf("list %s: %w", kind.Kind, err)
		}
		if n := len(list.Items); n > 0 {
			byKind[kind.Kind] = n
			sum += n
		}
	}
	return byKind, sum, nil
}
