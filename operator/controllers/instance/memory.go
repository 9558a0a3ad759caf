package instance

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"

	appsv1 "k8s.io/api/apps/v1"
	appsv1ac "k8s.io/client-go/applyconfigurations/apps/v1"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/controllers/instance/desired"
	"github.com/tiendo-vn/tiendo/operator/database"
)

// Annotations on the pods of servers, beside the number of their credentials. They
// outlive the status, and another value rolls the servers, which read their Secrets
// once.
const (
	// annotationServer is the DatabaseServer where the data is.
	annotationServer = "tiendo.vn/server"
	// annotationAddress stands for how that server is reached.
	annotationAddress = "tiendo.vn/address"
	// annotationKey tells with which key of the operator's the Secrets were made.
	annotationKey = "tiendo.vn/key"
)

// reads is what servers have read in their Secrets, besides the number of the
// credentials.
type reads struct{ server, address, key string }

// addressOf stands for how a database server is reached.
func addressOf(s database.Server) string {
	sum := sha256.Sum256(fmt.Append(nil, s.Host, " ", s.Port, " ", s.TLS.Mode))
	return hex.EncodeToString(sum[:4])
}

// servers are the servers as wanted, with what is to be remembered of them.
func (p *pass) servers() *appsv1ac.DeploymentApplyConfiguration {
	d := desired.Deployment(p.want)
	for name, value := range map[string]string{annotationServer: p.reads.server, annotationAddress: p.reads.address, annotationKey: p.reads.key} {
		if value != "" {
			d.Spec.Template.WithAnnotations(map[string]string{name: value})
		}
	}
	return d
}

// remember takes up what the status has lost and the cluster still says: a status
// goes with its Instance, and Instances go with their kind.
func (p *pass) remember() {
	status := &p.instance.Status
	if status.Database == nil {
		status.Database = &v1alpha1.DatabaseStatus{}
		p.recall()
	}
	if p.deployment == nil {
		return
	}
	rememberDatabase(status.Database, p.deployment)
	if d := p.deployment; status.Version == "" && rolledOut(d) && *d.Spec.Replicas != 0 {
		status.Version = d.Labels[v1alpha1.LabelVersion]
	}
}

// rememberDatabase takes up where the data is, and how servers get in.
func rememberDatabase(status *v1alpha1.DatabaseStatus, d *appsv1.Deployment) {
	said := d.Spec.Template.Annotations
	n, err := strconv.ParseInt(said[v1alpha1.AnnotationCredentials], 10, 64)
	if status.Credentials != 0 || err != nil || n < 1 {
		return
	}
	status.Credentials, status.Key = n, said[annotationKey]
	if status.Server == "" {
		status.Server = said[annotationServer]
	}
}
