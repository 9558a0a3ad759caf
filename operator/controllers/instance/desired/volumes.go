package desired

import (
	"k8s.io/apimachinery/pkg/api/resource"
	corev1ac "k8s.io/client-go/applyconfigurations/core/v1"
)

// forGroup is the mode of files with secrets: readable for the pod's own group,
// which is the only way for a user that is not root to read them.
const forGroup = 0o440

// A folder is a volume and where it is mounted.
type folder struct {
	path     string
	volume   *corev1ac.VolumeApplyConfiguration
	writable bool
}

// databaseFiles holds the file url and, where the connection needs it, ca.crt,
// whichever Secrets they come from.
func databaseFiles(i Instance) folder {
	return folder{path: databaseFolder, volume: corev1ac.Volume().WithName("database").
		WithProjected(corev1ac.ProjectedVolumeSource().WithDefaultMode(forGroup).WithSources(databaseSources(i)...))}
}

func databaseSources(i Instance) []*corev1ac.VolumeProjectionApplyConfiguration {
	switch i.Database.Kind {
	case DatabaseCloudNativePG:
		return []*corev1ac.VolumeProjectionApplyConfiguration{
			from(secretKey(clusterLoginName(i), "uri", keyURL)),
			from(secretKey(clusterCAName(i), keyCA, keyCA)),
		}
	case DatabaseExternal:
		// Who needs certificates of their own puts them beside the URL, which then
		// says sslrootcert=/run/secrets/tiendo/database/ca.crt.
		return []*corev1ac.VolumeProjectionApplyConfiguration{
			from(secretKey(i.Database.SecretName, i.Database.SecretKey, keyURL)),
			from(secretKey(i.Database.SecretName, keyCA, keyCA).WithOptional(true)),
		}
	default:
		return []*corev1ac.VolumeProjectionApplyConfiguration{
			from(corev1ac.SecretProjection().WithName(DatabaseSecretName(i))),
		}
	}
}

// secretKey is one key of a Secret under a file name.
func secretKey(secret, key, file string) *corev1ac.SecretProjectionApplyConfiguration {
	return corev1ac.SecretProjection().WithName(secret).WithItems(corev1ac.KeyToPath().WithKey(key).WithPath(file))
}

func from(secret *corev1ac.SecretProjectionApplyConfiguration) *corev1ac.VolumeProjectionApplyConfiguration {
	return corev1ac.VolumeProjection().WithSecret(secret)
}

// keyFiles holds the file secret.key.
func keyFiles(i Instance) folder {
	return folder{path: keysFolder, volume: secretVolume("keys", KeysSecretName(i))}
}

// evidenceFiles holds the files accessKey and secretKey.
func evidenceFiles(e Evidence) folder {
	return folder{path: evidenceFolder, volume: secretVolume("evidence", e.SecretName)}
}

// secretVolume holds every key of a Secret as a file.
func secretVolume(name, secret string) *corev1ac.VolumeApplyConfiguration {
	return corev1ac.Volume().WithName(name).
		WithSecret(corev1ac.SecretVolumeSource().WithSecretName(secret).WithDefaultMode(forGroup))
}

// providerFiles holds the file ca.crt.
func providerFiles(s SignIn) folder {
	return folder{path: providerFolder, volume: corev1ac.Volume().WithName("provider").
		WithConfigMap(corev1ac.ConfigMapVolumeSource().WithName(s.CAConfigMap).
			WithItems(corev1ac.KeyToPath().WithKey(keyCA).WithPath(keyCA)))}
}

// planFiles holds the files of a bundle.
func planFiles(p Plan) folder {
	return folder{path: planFolder, volume: corev1ac.Volume().WithName("plan").
		WithConfigMap(corev1ac.ConfigMapVolumeSource().WithName(p.ConfigMap))}
}

// uploads is where documents are held while they are judged, on the node's disk:
// in memory a few large ones at once would be the end of the server.
func uploads() folder {
	return folder{path: "/tmp", writable: true, volume: corev1ac.Volume().WithName("tmp").
		WithEmptyDir(corev1ac.EmptyDirVolumeSource().WithSizeLimit(resource.MustParse("1Gi")))}
}
