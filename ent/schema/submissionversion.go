package schema

import (
	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/rule"
)

// SubmissionVersion is a report as it was after one change: what reads as of a
// time are made from. Rows are only ever added, by the hook of Submission.
type SubmissionVersion struct{ ent.Schema }

// Fields of SubmissionVersion: those of Submission that change, under their
// names.
func (SubmissionVersion) Fields() []ent.Field {
	fields := []ent.Field{
		keyField(),
		field.UUID("submission_id", uuid.UUID{}).Immutable().Comment("The report."),
	}
	for _, f := range (Submission{}).Fields() {
		if d := f.Descriptor(); d.Immutable || d.Name == "id" {
			continue
		}
		fields = append(fields, f)
	}
	return fields
}

// Indexes of SubmissionVersion.
func (SubmissionVersion) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("submission_id", "version").Unique(), // one row a version
		index.Fields("submission_id", "changed_at"),       // the version of a time
	}
}

// Hooks of SubmissionVersion: nothing is changed or removed.
func (SubmissionVersion) Hooks() []ent.Hook { return []ent.Hook{rule.AppendOnly} }

// Policy of SubmissionVersion: read only through Submission.
func (SubmissionVersion) Policy() ent.Policy { return rule.Internal() }

// Annotations of SubmissionVersion.
func (SubmissionVersion) Annotations() []schema.Annotation {
	return annotations(table("submission_versions", "A report as it was after one change."), []schema.Annotation{entgql.Skip(entgql.SkipAll)})
}
