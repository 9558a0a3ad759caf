package instance

import (
	"strings"

	appsv1 "k8s.io/api/apps/v1"

	"github.com/tiendo-vn/tiendo/operator/controllers/instance/desired"
)

// keep makes what serves what is wanted, for as long as the version that is asked
// for has not been prepared.
func (p *pass) keep() {
	version := p.instance.Status.Version
	if version == "" {
		return
	}
	p.want.Version, p.want.Image = version, p.imageOf(version)
	if secret, key := databaseOf(p.deployment); secret != "" && p.want.Database.Kind == desired.DatabaseExternal {
		p.want.Database.SecretName, p.want.Database.SecretKey = secret, key
	}
}

// imageOf is the image of a version: the one that is there or, where that is
// another version's or somebody else's, the one of the registry that is asked for.
func (p *pass) imageOf(version string) string {
	if p.deployment != nil {
		if live := p.deployment.Spec.Template.Spec.Containers[0].Image; strings.HasSuffix(live, "/tiendo:"+version) {
			return live
		}
	}
	return strings.TrimSuffix(p.settings.Image, p.settings.Version) + version
}

// moved reports whether the servers have another external database than the one
// that is asked for, which nobody has migrated.
func (p *pass) moved() bool {
	secret, key := databaseOf(p.deployment)
	want := p.want.Database
	return want.Kind == desired.DatabaseExternal && secret != "" && (secret != want.SecretName || key != want.SecretKey)
}

// databaseOf is where servers have the URL of an external database from; empty
// where they do not say.
func databaseOf(d *appsv1.Deployment) (secret, key string) {
	if d == nil {
		return "", ""
	}
	for _, v := range d.Spec.Template.Spec.Volumes {
		if v.Name != "database" || v.Projected == nil || len(v.Projected.Sources) == 0 {
			continue
		}
		if s := v.Projected.Sources[0].Secret; s != nil && len(s.Items) > 0 {
			return s.Name, s.Items[0].Key
		}
	}
	return "", ""
}
