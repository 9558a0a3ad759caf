package instance

import (
	"context"

	networkingv1 "k8s.io/api/networking/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/controllers/instance/desired"
	"github.com/tiendo-vn/tiendo/operator/reconcile"
)

// route brings the way in to what is wanted. Whether somebody has taken it up is
// a condition of its own: the Instance answers within the cluster either way.
func (p *pass) route(ctx context.Context) error {
	if p.want.Route == nil {
		p.conditions.Remove(v1alpha1.ConditionRouteReady)
	}
	ingress, httpRoute := func() error { return p.ingress(ctx) }, func() error { return p.httpRoute(ctx) }
	if p.want.Route != nil && p.want.Route.Gateway != nil {
		// The old way stays until the new one is there.
		return p.conditions.Failed(v1alpha1.ConditionRouteReady, reconcile.Run(httpRoute, ingress))
	}
	return p.conditions.Failed(v1alpha1.ConditionRouteReady, reconcile.Run(ingress, httpRoute))
}

func (p *pass) ingress(ctx context.Context) error {
	live := &networkingv1.Ingress{ObjectMeta: p.named()}
	want := desired.Ingress(p.want)
	if err := keep(ctx, p, want, live); err != nil || want == nil {
		return err
	}
	err := p.Client.Get(ctx, client.ObjectKeyFromObject(live), live)
	switch {
	case err != nil && !apierrors.IsNotFound(err):
		return err
	case p.starts():
	case err == nil && len(live.Status.LoadBalancer.Ingress) > 0:
		p.conditions.True(v1alpha1.ConditionRouteReady, v1alpha1.ReasonReady, "Ingress "+live.Name+" has an address")
	default:
		p.conditions.False(v1alpha1.ConditionRouteReady, v1alpha1.ReasonNoAddress,
			"nobody has given Ingress "+live.Name+" an address yet: is an ingress controller running, for the class in spec.route.ingressClassName?")
	}
	return nil
}

func (p *pass) httpRoute(ctx context.Context) error {
	has, err := p.hasKind(desired.HTTPRouteKind)
	want := desired.HTTPRoute(p.want)
	switch {
	case err != nil:
		return err
	case !has && want != nil:
		return noHTTPRoute()
	case !has:
		return nil
	case want == nil:
		gone := &unstructured.Unstructured{}
		gone.SetGroupVersionKind(desired.HTTPRouteKind)
		gone.SetNamespace(p.instance.Namespace)
		gone.SetName(desired.ServerName(p.want))
		_, err := p.Applier.Remove(ctx, gone, p.owner)
		return err
	}
	if _, err := p.Applier.Apply(ctx, client.ApplyConfigurationFromUnstructured(want), p.owner); apierrors.IsNotFound(err) {
		return noHTTPRoute() // it went while we ran
	} else if err != nil {
		return err
	}
	if p.starts() {
		return nil
	}
	return p.accepted(ctx, want)
}

func noHTTPRoute() error {
	return reconcile.Stalled(v1alpha1.ReasonKindMissing,
		"spec.route.gatewayRef: this cluster has no HTTPRoute (gateway.networking.k8s.io/v1): install the Gateway API, or leave gatewayRef out for an Ingress")
}

// starts reports whether no version has served yet, and says that the route waits
// for one: whether somebody has taken it up is told when it leads somewhere.
func (p *pass) starts() bool {
	if p.instance.Status.Version != "" {
		return false
	}
	p.conditions.False(v1alpha1.ConditionRouteReady, v1alpha1.ReasonWaiting, "the route leads nowhere until servers answer")
	return true
}

// accepted reports whether a Gateway has taken the HTTPRoute up.
func (p *pass) accepted(ctx context.Context, want *unstructured.Unstructured) error {
	live := &unstructured.Unstructured{}
	live.SetGroupVersionKind(desired.HTTPRouteKind)
	if err := p.Live.Get(ctx, client.ObjectKeyFromObject(want), live); err != nil {
		return client.IgnoreNotFound(err)
	}
	parents, _, _ := unstructured.NestedSlice(live.Object, "status", "parents") // absent until a Gateway looks
	for _, parent := range parents {
		fields, _ := parent.(map[string]any)
		conditions, _, _ := unstructured.NestedSlice(fields, "conditions")
		for _, c := range conditions {
			if c, ok := c.(map[string]any); ok && c["type"] == "Accepted" && c["status"] == "True" {
				p.conditions.True(v1alpha1.ConditionRouteReady, v1alpha1.ReasonReady, "Gateway "+p.want.Route.Gateway.Name+" has accepted HTTPRoute "+want.GetName())
				return nil
			}
		}
	}
	p.conditions.False(v1alpha1.ConditionRouteReady, v1alpha1.ReasonNoAddress,
		"Gateway "+p.want.Route.Gateway.Name+" has not accepted HTTPRoute "+want.GetName()+": does it exist, and does a listener take routes of this namespace and host?")
	return nil
}
