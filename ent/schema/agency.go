package schema

import (
	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/ent/rule"
	"github.com/tiendo-vn/tiendo/ent/sortkey"
)

// Agency is a body that is assigned something, or a group of such bodies.
type Agency struct{ ent.Schema }

// Fields of Agency.
func (Agency) Fields() []ent.Field {
	return []ent.Field{
		keyField(),
		field.String("code").NotEmpty().MaxLen(64).Immutable().Validate(clean).
			Comment("Code of the agency in the catalogue, such as lao-cai: a slug, unique, never changed."),
		field.String("code_key").Annotations(orderKey("CODE")...).
			Comment("The code in natural order."),
		field.String("name").NotEmpty().Validate(clean).Annotations(unfiltered()).
			Comment("Official name in Vietnamese."),
		field.String("name_key").Annotations(orderKey("NAME")...).
			Comment("The name in Vietnamese alphabetical order."),
		field.String("name_en").Optional().Nillable().Validate(clean).Annotations(unfiltered()).
			Comment("Name in English, where there is one."),
		field.String("short_name").Optional().Nillable().Validate(clean).Annotations(unfiltered()).
			Comment("Short name as official texts print it."),
		field.Enum("kind").Values("NATIONAL", "MINISTRY", "UNIT", "PROVINCE", "ENTERPRISE", "GROUP").
			Comment("What sort of body it is; a GROUP has members and duties of its own reach them."),
		field.String("official_code").Optional().Nillable().MaxLen(16).
			Comment("Code of the administrative unit in the national catalogue, two digits for provinces."),
		field.UUID("parent_id", uuid.UUID{}).Optional().Nillable().
			Comment("The agency this one belongs to."),
		field.Time("active_from").SchemaType(day).Optional().Nillable().Annotations(entgql.Type("Date")).
			Comment("First day of existence; null where it is not known."),
		field.Time("active_to").SchemaType(day).Optional().Nillable().Annotations(entgql.Type("Date")).
			Comment("Last day of existence; null while it exists."),
		field.String("source").Optional().Nillable().Annotations(unfiltered()).
			Comment("Where the name is printed."),
		field.String("search_text").Annotations(internal()).
			Comment("Folded names and code, for search."),
	}
}

// Edges of Agency.
func (Agency) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("children", Agency.Type).Comment("Agencies that belong to this one.").
			Annotations(entgql.RelayConnection()).
			From("parent").Unique().Field("parent_id").Comment("The agency this one belongs to."),
		edge.To("members", Agency.Type).Through("memberships", AgencyMembership.Type).
			Comment("Members of a group.").Annotations(entgql.RelayConnection()).
			From("member_of").Through("group_memberships", AgencyMembership.Type).
			Comment("Groups the agency is a member of."),
		edge.From("assignments", Assignment.Type).Ref("agency").
			Comment("What is assigned to the agency itself, without its groups.").
			Annotations(entgql.RelayConnection()),
		edge.From("submissions", Submission.Type).Ref("agency").
			Comment("Reports of the agency.").Annotations(entgql.RelayConnection(), unfiltered()),
		edge.From("figures", Figure.Type).Ref("agency").
			Comment("Figures of the agency.").Annotations(entgql.RelayConnection(), unfiltered()),
		edge.From("window_changes", WindowChange.Type).Ref("agencies").Annotations(entgql.Skip(entgql.SkipAll)).
			Comment("Changes of windows that name the agency."),
		edge.From("successors", AgencySuccession.Type).Ref("predecessor").
			Comment("Reorganisations in which the agency was replaced."),
		edge.From("predecessors", AgencySuccession.Type).Ref("successor").
			Comment("Reorganisations from which the agency came."),
	}
}

// Indexes of Agency.
func (Agency) Indexes() []ent.Index {
	return []ent.Index{
		searchIndex(),
		index.Fields("code").Unique(),          // agency(code:), the loader's look-up
		index.Fields("code_key", "id"),         // orderBy CODE
		index.Fields("name_key", "id"),         // orderBy NAME
		index.Fields("kind", "name_key", "id"), // where kind, by name
		index.Fields("parent_id"),              // children
	}
}

// Hooks of Agency.
func (Agency) Hooks() []ent.Hook {
	return []ent.Hook{
		derive("code_key", "code", sortkey.Code),
		derive("name_key", "name", sortkey.Name),
		searchable("name", "name_en", "short_name", "code", "official_code"),
	}
}

// Policy of Agency: the catalogue is public.
func (Agency) Policy() ent.Policy { return rule.Public() }

// Annotations of Agency.
func (Agency) Annotations() []schema.Annotation {
	return annotations(table("agencies", "A body that is assigned indicators and tasks, or a named group of such bodies."), node(),
		[]schema.Annotation{checks(map[string]string{
			"agency_code_is_a_slug":  "code <> ''",
			"agency_active_in_order": "active_from IS NULL OR active_to IS NULL OR active_from <= active_to",
		})})
}
