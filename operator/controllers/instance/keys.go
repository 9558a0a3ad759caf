package instance

import (
	"context"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/controllers/instance/desired"
	"github.com/tiendo-vn/tiendo/operator/database"
)

// KeySecretName is the Secret in the operator's namespace with the key from which
// every password is derived. The operator makes it once; who keeps a copy can move
// the operator to another cluster.
const KeySecretName = "tiendo-operator-key"

// keyData is the key in that Secret, and keySize how many random bytes it has.
const (
	keyData = "key"
	keySize = 32
)

// Key returns the operator's key, which it makes where there is none.
func (r *Reconciler) Key(ctx context.Context) ([]byte, error) {
	var s corev1.Secret
	name := types.NamespacedName{Namespace: r.Namespace, Name: KeySecretName}
	err := r.Client.Get(ctx, name, &s)
	if apierrors.IsNotFound(err) {
		err = r.Live.Get(ctx, name, &s) // the cache may not have it yet
	}
	if apierrors.IsNotFound(err) {
		key := make([]byte, keySize)
		_, _ = rand.Read(key) // never fails
		s = corev1.Secret{
			ObjectMeta: metav1.ObjectMeta{Namespace: name.Namespace, Name: name.Name, Labels: map[string]string{v1alpha1.LabelManagedBy: v1alpha1.FieldOwner}},
			Data:       map[string][]byte{keyData: key},
		}
		if err = r.Client.Create(ctx, &s, client.FieldOwner(v1alpha1.FieldOwner)); apierrors.IsAlreadyExists(err) {
			err = r.Live.Get(ctx, name, &s) // another worker was faster
		}
	}
	if err != nil {
		return nil, fmt.Errorf("the operator's key: %w", err)
	}
	if len(s.Data[keyData]) < keySize {
		return nil, fmt.Errorf("the operator's key: Secret %s/%s has %d bytes under %q; expected at least %d: put the copy back",
			r.Namespace, KeySecretName, len(s.Data[keyData]), keyData, keySize)
	}
	return s.Data[keyData], nil
}

// keys gives the Instance the secret with which it signs links. One that is there
// is kept where the operator's key is another one by now.
func (p *pass) keys(ctx context.Context) error {
	key, err := p.Key(ctx)
	if err != nil {
		return err
	}
	if p.lost {
		p.reads.key = p.instance.Status.Database.Key
		return nil
	}
	p.reads.key = database.KeyID(key)
	secret, err := hkdf.Key(sha256.New, key, nil, "links/"+p.instance.Namespace+"/"+p.instance.Name, 32)
	if err != nil {
		return err
	}
	text := base64.StdEncoding.EncodeToString(secret)
	p.conditions.Secrets = append(p.conditions.Secrets, text)
	_, err = p.Applier.ApplySecret(ctx, desired.KeysSecret(p.want, text))
	return err
}

// secretNames are the Secrets that the operator makes for the Instance.
func secretNames(i desired.Instance) []string {
	return []string{desired.DatabaseSecretName(i), desired.KeysSecretName(i)}
}
