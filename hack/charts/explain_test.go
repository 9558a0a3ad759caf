package charts_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"

	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

// kinds are the shipped definitions as the API server has them.
func kinds(t *testing.T) map[string]apiextensionsv1.CustomResourceDefinition {
	t.Helper()
	var list apiextensionsv1.CustomResourceDefinitionList
	require.NoError(t, operatortest.Get(t).Client.List(context.Background(), &list))
	found := map[string]apiextensionsv1.CustomResourceDefinition{}
	for _, crd := range list.Items {
		if crd.Spec.Group == "tiendo.vn" {
			found[crd.Spec.Names.Singular] = crd
		}
	}
	require.Len(t, found, 3)
	return found
}

func TestExplainReadsLikeDocumentation(t *testing.T) {
	file := kubeconfig(t, operatortest.Get(t).Admin)
	for path, want := range map[string][]string{
		"tenant":                         {"A Tenant is a ministry or province of the plan on this cluster"},
		"tenant.spec":                    {"agencyCode", "-required-", "Required; cannot be changed; no other Tenant may have it."},
		"tenant.spec.allowed.hosts":      {"Default: none, so no routes."},
		"tenant.spec.deletionPolicy":     {"Retain (default) keeps the database", "ENUM: Retain Delete"},
		"instance.spec.version":          {"while that fails the old version keeps serving"},
		"instance.spec.database.shared":  {"serverRef"},
		"instance.spec.replicas.min":     {"Default: 2"},
		"databaseserver.spec.capacity":   {"Default: 100 databases."},
		"instance.status.conditions":     {"DatabaseReady, Migrated, PlanLoaded, Available"},
		"instance.spec.route.gatewayRef": {"in place of an", "Null (default): an Ingress."},
	} {
		t.Run(path, func(t *testing.T) {
			out := strings.Join(strings.Fields(run(t, nil, "kubectl", "--kubeconfig", file, "explain", path)), " ")
			for _, sentence := range want {
				assert.Contains(t, out, sentence)
			}
		})
	}
}

// Every field says what it is, begins with its own name, and what it is by
// default; every list and every free text is bounded.
func TestEveryFieldIsDescribedAndBounded(t *testing.T) {
	for kind, crd := range kinds(t) {
		spec := crd.Spec.Versions[0].Schema.OpenAPIV3Schema.Properties["spec"]
		require.NotEmpty(t, spec.Properties, kind)
		fields(kind+".spec", spec, func(path, name string, required bool, s apiextensionsv1.JSONSchemaProps) {
			assert.True(t, strings.HasPrefix(s.Description, name+" "), "%s: its description begins %q", path, s.Description)
			assert.True(t, strings.HasSuffix(strings.TrimSpace(s.Description), "."), "%s: its description ends %q", path, s.Description)
			if required {
				assert.Contains(t, s.Description, "Required", path)
			}
			if s.Type == "array" {
				assert.NotNil(t, s.MaxItems, "%s has no most items", path)
				assert.NotNil(t, s.XListType, "%s does not say how it is merged", path)
			}
			if s.Type == "string" && len(s.Enum) == 0 && !s.XIntOrString {
				assert.NotNil(t, s.MaxLength, "%s has no greatest length", path)
			}
		})
	}
}

// fields visits every field below a schema.
func fields(path string, s apiextensionsv1.JSONSchemaProps, visit func(path, name string, required bool, s apiextensionsv1.JSONSchemaProps)) {
	for name, field := range s.Properties {
		required := false
		for _, r := range s.Required {
			required = required || r == name
		}
		visit(path+"."+name, name, required, field)
		fields(path+"."+name, field, visit)
		if field.Items != nil && field.Items.Schema != nil {
			fields(path+"."+name+"[]", *field.Items.Schema, visit)
		}
	}
}
