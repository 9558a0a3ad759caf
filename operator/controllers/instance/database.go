package instance

import (
	"context"
	"fmt"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/controllers/databaseserver"
	"github.com/tiendo-vn/tiendo/operator/controllers/instance/desired"
	"github.com/tiendo-vn/tiendo/operator/database"
	"github.com/tiendo-vn/tiendo/operator/policy"
	"github.com/tiendo-vn/tiendo/operator/reconcile"
)

// database brings the Instance's database to what is wanted, whoever keeps it.
func (p *pass) database(ctx context.Context) error {
	step := map[string]func(context.Context) error{
		policy.KindShared:        p.sharedDatabase,
		policy.KindCloudNativePG: p.clusterDatabase,
		policy.KindExternal:      p.externalDatabase,
	}[p.settings.Database.Kind]
	if err := step(ctx); err != nil {
		return p.conditions.Failed(v1alpha1.ConditionDatabaseReady, err)
	}
	p.instance.Status.Database.Kind = p.settings.Database.Kind
	return nil
}

// externalDatabase is somebody else's to keep.
func (p *pass) externalDatabase(context.Context) error {
	s := p.settings.Database
	p.conditions.True(v1alpha1.ConditionDatabaseReady, v1alpha1.ReasonExternal,
		fmt.Sprintf("somebody else keeps the database: Secret %s, key %s, has its URL, and the migration proves it", s.SecretName, s.SecretKey))
	return nil
}

// clusterDatabase is a PostgreSQL cluster of the Instance's own.
func (p *pass) clusterDatabase(ctx context.Context) error {
	has, err := p.hasKind(desired.ClusterKind)
	if err != nil {
		return err
	}
	if !has {
		return noCluster()
	}
	want := desired.DatabaseCluster(p.want)
	if _, err := p.Applier.Apply(ctx, client.ApplyConfigurationFromUnstructured(want), p.owner); apierrors.IsNotFound(err) {
		return noCluster() // it went while we ran
	} else if err != nil {
		return err
	}
	live := &unstructured.Unstructured{}
	live.SetGroupVersionKind(desired.ClusterKind)
	if err := p.Live.Get(ctx, client.ObjectKeyFromObject(want), live); err != nil {
		return err
	}
	ready, _, _ := unstructured.NestedInt64(live.Object, "status", "readyInstances") // absent at first
	phase, _, _ := unstructured.NestedString(live.Object, "status", "phase")
	if ready == 0 {
		return reconcile.Retry(stuck, v1alpha1.ReasonProgressing, "CloudNativePG starts Cluster %s (%s)", want.GetName(), orNothing(phase))
	}
	p.conditions.True(v1alpha1.ConditionDatabaseReady, v1alpha1.ReasonReady, "Cluster "+want.GetName()+" serves")
	return nil
}

func noCluster() error {
	return reconcile.Stalled(v1alpha1.ReasonKindMissing,
		"spec.database.cloudNativePG: this cluster has no Cluster (postgresql.cnpg.io/v1): install CloudNativePG, or use a shared database")
}

// sharedDatabase is a database on a server with others: made, or taken up again,
// and opened as the Instance's servers open it.
func (p *pass) sharedDatabase(ctx context.Context) error {
	server, err := p.server(ctx, p.settings.Database.Server)
	if err != nil {
		return err
	}
	key, err := p.Key(ctx)
	if err != nil {
		return err
	}
	status := p.instance.Status.Database
	if status.Name == "" {
		status.Server, status.Name = p.settings.Database.Server, database.Name(p.instance.Namespace, p.instance.Name)
	}
	p.reads.server, p.reads.address = status.Server, addressOf(server)
	p.want.Database.Name, p.want.Database.CA = status.Name, string(server.TLS.CA)
	p.want.Database.Connections = int32(server.ConnectionsPerInstance)
	if p.lost = p.turn(database.KeyID(key)); p.lost {
		// The servers run with a password that nobody can derive any more.
		p.want.Database.Credentials = status.Credentials
		p.conditions.True(v1alpha1.ConditionDatabaseReady, v1alpha1.ReasonRetained,
			"the operator's key is another one than the password was made with: it stays as it is until "+v1alpha1.AnnotationRotate+" asks for a new one")
		return nil
	}
	if err := p.ensure(ctx, server, key); err != nil {
		return err
	}
	p.want.Database.Credentials = status.Credentials
	p.conditions.True(v1alpha1.ConditionDatabaseReady, v1alpha1.ReasonReady,
		fmt.Sprintf("database %s on %s takes the credentials", status.Name, status.Server))
	if before := p.before.Status.Database; before == nil || before.Name != status.Name {
		return nil // the tombstone says where the database is until the status does
	}
	return p.forget(ctx)
}

// server finds a shared server and how to connect to it.
func (p *pass) server(ctx context.Context, name string) (database.Server, error) {
	if name == "" {
		return database.Server{}, reconcile.Stalled(v1alpha1.ReasonServerNotAllowed,
			"Tenant %s may use no database server: ask the platform admin to name one in spec.allowed.databaseServers, or use spec.database.external", p.tenant.Name)
	}
	var server v1alpha1.DatabaseServer
	err := p.Client.Get(ctx, types.NamespacedName{Name: name}, &server)
	if apierrors.IsNotFound(err) {
		return database.Server{}, reconcile.Stalled(v1alpha1.ReasonServerMissing,
			"there is no DatabaseServer %q: ask the platform admin to apply it", name)
	}
	if err != nil {
		return database.Server{}, err
	}
	return databaseserver.Resolve(ctx, p.Client, p.Namespace, &server)
}

// seen is when a database was last found as wanted.
type seen struct {
	at   time.Time
	what string
}

// trusted is how long a database that was well is taken to be well.
const trusted = time.Minute

// ensure makes the database what it shall be, and the Secret with its URL.
func (p *pass) ensure(ctx context.Context, server database.Server, key []byte) error {
	status := p.instance.Status.Database
	role := database.Role(status.Name, status.Credentials)
	password, err := database.Password(key, status.Name, role, status.Credentials)
	if err != nil {
		return err
	}
	p.conditions.Secrets = append(p.conditions.Secrets, string(password), string(server.Password))
	what := fmt.Sprint(p.instance.UID, server.Host, server.Port, status.Name, status.Credentials)
	if last, ok := p.checked.Load(client.ObjectKeyFromObject(p.instance)); !ok || last.(seen).what != what || time.Since(last.(seen).at) > trusted {
		_, err := p.Databases.Ensure(ctx, server, database.Want{
			Target:      database.Target{Database: status.Name, Mark: database.Mark(p.instance.Namespace, p.instance.Name)},
			Credentials: database.Credentials{Number: status.Credentials, Password: password},
		})
		if err != nil {
			return p.explain(err)
		}
		p.checked.Store(client.ObjectKeyFromObject(p.instance), seen{time.Now(), what})
	}
	url := database.URL(server, status.Name, role, password, desired.DatabaseCAPath(p.want))
	_, err = p.Applier.ApplySecret(ctx, desired.DatabaseSecret(p.want, string(url)))
	return err
}
