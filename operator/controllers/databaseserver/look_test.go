package databaseserver_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	eventsv1 "k8s.io/api/events/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/tiendo-vn/tiendo/hack/postgrestest"
	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
	"github.com/tiendo-vn/tiendo/operator/controllers/databaseserver"
	"github.com/tiendo-vn/tiendo/operator/database"
	"github.com/tiendo-vn/tiendo/operator/operatortest"
)

// made makes a database of an Instance's on a server, as its reconciler would.
func made(t *testing.T, c *postgrestest.Cluster, name string) {
	t.Helper()
	target := database.Target{Database: database.Name("tenant-"+name, "tiendo"), Mark: database.Mark("tenant-"+name, "tiendo")}
	s := database.Server{
		Host: "127.0.0.1", Port: c.Port, Database: "postgres", Username: postgrestest.Admin, Password: database.Secret(c.Password),
		TLS: database.TLS{Mode: database.VerifyFull, CA: c.CA}, Capacity: 1000, ConnectionsPerInstance: 5,
	}
	_, err := new(database.Client).Ensure(ctx, s, database.Want{Target: target, Credentials: database.Credentials{Number: 1, Password: "secret"}})
	require.NoError(t, err)
}

func TestAServerThatIsWell(t *testing.T) {
	o := start(t)
	d := given(t, "well", nil)
	ready(t, d, "PostgreSQL 1", "answers, and its admin may create databases and roles")
	assert.Regexp(t, `^\d+\.\d+$`, d.Status.Version)
	assert.NotNil(t, d.Status.Databases)
	assert.Equal(t, fmt.Sprintf("%d/100", *d.Status.Databases), d.Status.Use)
	assert.Empty(t, d.Finalizers, "nothing of ours is in the way of its deletion")
	assert.Len(t, o.statuses(d), 1)

	require.NoError(t, admin(t).Delete(ctx, d))
	assert.True(t, apierrors.IsNotFound(admin(t).Get(ctx, client.ObjectKeyFromObject(d), d)))
}

func TestLookingAgainWritesNothing(t *testing.T) {
	first := start(t, func(r *databaseserver.Reconciler) { r.Again = 50 * time.Millisecond })
	d := given(t, "again", nil)
	ready(t, d)
	first.looked(t, first.looks.Load()+5)
	assert.Len(t, first.statuses(d), 1)
	first.stop()

	second := start(t)
	second.looked(t, 1)
	second.stop()
	assert.Empty(t, second.statuses(d), "nor does an operator that starts anew")
}

// A fault that lasts is written down once, however often the server is asked.
func TestAFaultThatLastsIsWrittenOnce(t *testing.T) {
	o := start(t, func(r *databaseserver.Reconciler) { r.Soon = 20 * time.Millisecond })
	d := given(t, "lasting", func(d *v1alpha1.DatabaseServer, _ []*corev1.Secret) { d.Spec.Host, d.Spec.Port = "127.0.0.9", 1 })
	says(t, d, v1alpha1.ConditionReconciling, metav1.ConditionTrue, v1alpha1.ReasonServerUnreachable,
		"127.0.0.9:1 cannot be reached: ", "connection refused", "Check spec.host and spec.port", "network policy", "namespace tiendo-system")
	o.looked(t, 10)
	assert.Len(t, o.statuses(d), 1)
}

// Every fault has its sentence, and goes once what it names is put right.
func TestFaultsAndWhatPutsThemRight(t *testing.T) {
	start(t)
	other, err := postgrestest.Authority()
	require.NoError(t, err)
	pg.Do(t, "CREATE ROLE nobody LOGIN PASSWORD '"+pg.Password+"'")
	type faults struct {
		spoil  func(d *v1alpha1.DatabaseServer, admin, ca *corev1.Secret)
		reason string
		want   []string
	}
	for name, tc := range map[string]faults{
		"no-secret": {func(_ *v1alpha1.DatabaseServer, admin, _ *corev1.Secret) { admin.Name = "no-secret-elsewhere" }, v1alpha1.ReasonSecretMissing,
			[]string{`spec.adminSecretRef.name: Secret "no-secret-admin" is not in namespace tiendo-system`, `["username" "password"]`}},
		"no-user": {func(_ *v1alpha1.DatabaseServer, admin, _ *corev1.Secret) { delete(admin.StringData, "username") }, v1alpha1.ReasonSecretMissing,
			[]string{`Secret "no-user-admin" in namespace tiendo-system has no key "username"`}},
		"empty-password": {func(_ *v1alpha1.DatabaseServer, admin, _ *corev1.Secret) { admin.StringData["password"] = "\n" }, v1alpha1.ReasonSecretMissing,
			[]string{`has no key "password", or it is empty`}},
		"no-ca": {func(_ *v1alpha1.DatabaseServer, _, ca *corev1.Secret) { ca.Name = "no-ca-elsewhere" }, v1alpha1.ReasonSecretMissing,
			[]string{`spec.tls.caSecretRef.name: Secret "no-ca-ca" is not in namespace tiendo-system`, `"ca.crt"`}},
		"no-certificate": {func(_ *v1alpha1.DatabaseServer, _, ca *corev1.Secret) { ca.StringData = nil }, v1alpha1.ReasonSecretMissing,
			[]string{`has no key "ca.crt"`}},
		"other-certificate": {func(_ *v1alpha1.DatabaseServer, _, ca *corev1.Secret) { ca.StringData["ca.crt"] = string(other) }, v1alpha1.ReasonServerUnreachable,
			[]string{"unknown authority", "Correct spec.tls", `for "127.0.0.1"`}},
		"broken-certificate": {func(_ *v1alpha1.DatabaseServer, _, ca *corev1.Secret) { ca.StringData["ca.crt"] = "-" }, v1alpha1.ReasonServerUnreachable,
			[]string{"ca.crt holds no certificate"}},
		"wrong-password": {func(_ *v1alpha1.DatabaseServer, admin, _ *corev1.Secret) { admin.StringData["password"] = "s3cret" }, v1alpha1.ReasonServerUnreachable,
			[]string{"password authentication failed", "Correct Secret wrong-password-admin in namespace tiendo-system"}},
		"not-allowed": {func(_ *v1alpha1.DatabaseServer, admin, _ *corev1.Secret) { admin.StringData["username"] = "nobody" }, v1alpha1.ReasonServerUnreachable,
			[]string{`the admin "nobody" may not: create databases or create roles. Allow it with ALTER ROLE "nobody" CREATEDB CREATEROLE`}},
		"no-database": {func(d *v1alpha1.DatabaseServer, _, _ *corev1.Secret) { d.Spec.Database = "nowhere" }, v1alpha1.ReasonServerUnreachable,
			[]string{`database "nowhere" does not exist`, "spec.database"}},
	} {
		t.Run(name, func(t *testing.T) {
			d := given(t, name, func(d *v1alpha1.DatabaseServer, secrets []*corev1.Secret) { tc.spoil(d, secrets[0], secrets[1]) })
			says(t, d, v1alpha1.ConditionStalled, metav1.ConditionTrue, tc.reason, tc.want...)
			says(t, d, v1alpha1.ConditionReady, metav1.ConditionFalse, tc.reason, tc.want...)
			assert.Nil(t, meta.FindStatusCondition(d.Status.Conditions, v1alpha1.ConditionReconciling))
			assert.Equal(t, d.Generation, d.Status.ObservedGeneration)
			assert.NotContains(t, fmt.Sprint(d), "s3cret")

			whole, secrets := at(name, pg)
			for _, s := range secrets {
				if err := admin(t).Create(ctx, s.DeepCopy()); apierrors.IsAlreadyExists(err) {
					change(t, s.DeepCopy(), func(there *corev1.Secret) { there.StringData = s.StringData })
				} else {
					require.NoError(t, err)
					t.Cleanup(func() { _ = admin(t).Delete(ctx, s) })
				}
			}
			if name == "no-database" {
				change(t, d, func(d *v1alpha1.DatabaseServer) { d.Spec.Database = whole.Spec.Database })
			}
			ready(t, d)
		})
	}
}

func TestAServerThatGoesAndComesBack(t *testing.T) {
	start(t, func(r *databaseserver.Reconciler) { r.Again, r.Soon = 100*time.Millisecond, 100*time.Millisecond })
	own := postgrestest.Start(t)
	d, secrets := at("fleeting", own)
	apply(t, secrets[0], secrets[1], d)
	ready(t, d)
	version := d.Status.Version
	own.Stop()
	says(t, d, v1alpha1.ConditionReady, metav1.ConditionFalse, v1alpha1.ReasonServerUnreachable, "cannot be reached")
	says(t, d, v1alpha1.ConditionReconciling, metav1.ConditionTrue, v1alpha1.ReasonServerUnreachable)
	assert.Equal(t, version, d.Status.Version, "what was seen last stays")
	require.NoError(t, own.Resume())
	ready(t, d)
	own.BecomeStandby(t)
	says(t, d, v1alpha1.ConditionStalled, metav1.ConditionTrue, v1alpha1.ReasonServerUnreachable, "Name the primary: this server only reads")
}

// An Instance that gets its database or goes has the server counted again, though
// nobody looks for hours otherwise.
func TestDatabasesAreCountedAsTheyComeAndGo(t *testing.T) {
	o := start(t)
	own := postgrestest.Start(t)
	d, secrets := at("counted", own)
	d.Spec.Capacity.Databases = new(int32(2))
	apply(t, secrets[0], secrets[1], d)
	ready(t, d)
	assert.Equal(t, "0/2", d.Status.Use)

	namespace := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: "counted"}}
	apply(t, namespace)
	var last *v1alpha1.Instance
	for n := range 2 {
		made(t, own, fmt.Sprintf("counted-%d", n))
		last = &v1alpha1.Instance{ObjectMeta: metav1.ObjectMeta{Namespace: namespace.Name, Name: fmt.Sprintf("tiendo-%d", n)}, Spec: v1alpha1.InstanceSpec{Version: "1.0.0"}}
		apply(t, last)
		last.Status = v1alpha1.InstanceStatus{
			Database:   &v1alpha1.DatabaseStatus{Server: d.Name},
			Conditions: []metav1.Condition{{Type: v1alpha1.ConditionDatabaseReady, Status: metav1.ConditionTrue, Reason: v1alpha1.ReasonReady, LastTransitionTime: metav1.Now()}},
		}
		require.NoError(t, admin(t).Status().Update(ctx, last))
		counts(t, d, int32(n+1))
	}
	ready(t, d, "It is full: new Instances wait until spec.capacity.databases grows or a database goes")
	assert.Equal(t, "2/2", d.Status.Use)

	target := database.Target{Database: database.Name("tenant-counted-1", "tiendo"), Mark: database.Mark("tenant-counted-1", "tiendo")}
	resolved, err := databaseserver.Resolve(ctx, admin(t), operatortest.Namespace, d)
	require.NoError(t, err)
	_, err = new(database.Client).Drop(ctx, resolved, target)
	require.NoError(t, err)
	require.NoError(t, admin(t).Delete(ctx, last))
	counts(t, d, 1)
	assert.LessOrEqual(t, len(o.statuses(d)), 4)
}

func counts(t *testing.T, d *v1alpha1.DatabaseServer, want int32) {
	t.Helper()
	operatortest.Eventually(t, func() error {
		if err := admin(t).Get(ctx, client.ObjectKeyFromObject(d), d); err != nil {
			return err
		}
		if d.Status.Databases == nil || *d.Status.Databases != want {
			return operatortest.NotYet("%s databases, expected %d", d.Status.Use, want)
		}
		return nil
	})
}

func TestChangesOfAServerAreTakenDownOnce(t *testing.T) {
	o := start(t, func(r *databaseserver.Reconciler) { r.Again = 50 * time.Millisecond })
	d := given(t, "noted", nil)
	ready(t, d)
	o.looked(t, o.looks.Load()+3)
	change(t, d, func(d *v1alpha1.DatabaseServer) { d.Spec.Database = "nowhere" })
	says(t, d, v1alpha1.ConditionStalled, metav1.ConditionTrue, v1alpha1.ReasonServerUnreachable)
	operatortest.Eventually(t, func() error {
		var list eventsv1.EventList
		if err := admin(t).List(ctx, &list); err != nil {
			return err
		}
		notes := map[string]int{}
		for _, e := range list.Items {
			if e.Regarding.Kind == "DatabaseServer" && e.Regarding.Name == "noted" {
				notes[e.Type+" "+e.Reason]++
			}
		}
		if len(notes) != 2 || notes["Normal Ready"] != 1 || notes["Warning ServerUnreachable"] != 1 {
			return operatortest.NotYet("events: %v", notes)
		}
		return nil
	})
}

// The operator reads its own namespace: a Secret of that name elsewhere is nobody's
// business.
func TestSecretsElsewhereAreNotRead(t *testing.T) {
	start(t)
	namespace := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: "elsewhere"}}
	apply(t, namespace)
	d := given(t, "elsewhere", func(_ *v1alpha1.DatabaseServer, secrets []*corev1.Secret) { secrets[0].Namespace = namespace.Name })
	says(t, d, v1alpha1.ConditionStalled, metav1.ConditionTrue, v1alpha1.ReasonSecretMissing, "not in namespace tiendo-system")
}
