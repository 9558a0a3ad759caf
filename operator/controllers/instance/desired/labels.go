package desired

import (
	"maps"
	"strings"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// program is the value of the recommended label for the name, and the name of the
// one container in every pod.
const program = "tiendo"

// labelsOf are the labels of an object: whose it is, and what of the Instance.
func labelsOf(i Instance, component string) map[string]string {
	labels := selectorOf(i, component)
	maps.Copy(labels, i.Labels)
	if i.Agency != "" {
		labels[v1alpha1.LabelAgency] = i.Agency
	}
	return labels
}

// versioned are the labels of what runs one version. The other objects carry none:
// an upgrade would write to each of them, to say what the Deployment says.
func versioned(i Instance, component string) map[string]string {
	labels := labelsOf(i, component)
	// "1.2.0-rc." is a version, but no label ends in a dot or a dash.
	labels[v1alpha1.LabelVersion] = strings.TrimRight(i.Version, ".-")
	return labels
}

// selectorOf finds the pods of one component. A Deployment's selector can never be
// changed, so it holds what tells the pods apart and nothing else.
func selectorOf(i Instance, component string) map[string]string {
	return map[string]string{
		v1alpha1.LabelName:      program,
		v1alpha1.LabelInstance:  i.Name,
		v1alpha1.LabelComponent: component,
	}
}
