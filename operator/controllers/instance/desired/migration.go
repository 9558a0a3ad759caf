package desired

import (
	"time"

	batchv1ac "k8s.io/client-go/applyconfigurations/batch/v1"

	"github.com/tiendo-vn/tiendo/operator/apis/v1alpha1"
)

// ExitAhead is how a migration ends where the database has a newer schema than the
// program knows.
const ExitAhead = 3

// MigrationKey stands for what makes another migration necessary: a program, a
// database, or somebody's word. Status records it once the migration has ended
// well.
func MigrationKey(i Instance) string {
	return hashOf(i.Image, i.Database.identity(), i.Retry)
}

// MigrationJobName is the name of the migration's Job.
func MigrationJobName(i Instance) string { return *MigrationJob(i).Name }

// MigrationJob brings the database to the schema of the image. An index over
// millions of rows takes its time.
func MigrationJob(i Instance) *batchv1ac.JobApplyConfiguration {
	return jobOf(i, run{
		prefix:   i.Name + "-migrate-",
		key:      MigrationKey(i),
		deadline: 6 * time.Hour,
		final:    []int32{ExitAhead},
		process: process{
			component: v1alpha1.ComponentMigration,
			args:      []string{"migrate", "up"},
			settings:  databaseSettings(i, jobConnections),
			folders:   []folder{databaseFiles(i)},
		},
	})
}
