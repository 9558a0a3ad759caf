package tenant

import (
	"context"

	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/controllers/tenant/desired"
	"github.com/tiendo-vn/tiendo/operator/policy"
)

// observe looks at what the rest depends on: the Instances of the namespace, and
// the database servers that they may use.
func (p *pass) observe(ctx context.Context) error {
	if err := p.listInstances(ctx, p.Client); err != nil {
		return err
	}
	var servers v1alpha1.DatabaseServerList
	if err := p.Client.List(ctx, &servers); err != nil {
		return err
	}
	if t := p.tenant.Spec.Instance; t != nil {
		p.want.Template = t.DeepCopy()
		p.want.Template.Name = policy.TemplateName(p.tenant)
	}
	p.want.Network = p.network(servers.Items)
	return nil
}

func (p *pass) listInstances(ctx context.Context, reader client.Reader) error {
	var list v1alpha1.InstanceList
	err := reader.List(ctx, &list, client.InNamespace(p.want.Namespace))
	p.instances = list.Items
	return err
}

func (p *pass) network(servers []v1alpha1.DatabaseServer) desired.Network {
	n := desired.Network{
		Operator: p.Network.Operator, Ingress: p.Network.Ingress,
		Monitoring: p.Network.Monitoring, CloudNativePG: p.Network.CloudNativePG,
		Ports: policy.EgressPorts(p.tenant, p.Network.EgressPorts),
	}
	// In the Tenant's order. One that is not there yet is an event when it comes.
	for _, name := range p.tenant.Spec.Allowed.DatabaseServers {
		for _, s := range servers {
			if s.Name == name {
				n.Servers = append(n.Servers, desired.Server{Host: s.Spec.Host, Port: port(s)})
			}
		}
	}
	for _, d := range p.databases() {
		n.External = n.External || d.External != nil
		n.Clusters = n.Clusters || d.CloudNativePG != nil
	}
	return n
}

// databases are those of the Instances that are there, and of the one to come:
// its policy is there before it.
func (p *pass) databases() []v1alpha1.Database {
	var all []v1alpha1.Database
	for _, i := range p.instances {
		all = append(all, i.Spec.Database)
	}
	if p.want.Template != nil {
		all = append(all, p.want.Template.Database)
	}
	return all
}

func port(s v1alpha1.DatabaseServer) int32 {
	if s.Spec.Port == 0 {
		return 5432
	}
	return s.Spec.Port
}
