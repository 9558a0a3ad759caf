package access

import (
	"time"

	"github.com/google/uuid"

	"github.com/tiendo-vn/tiendo/api/service/change"
	"github.com/tiendo-vn/tiendo/ent/db"
	"github.com/tiendo-vn/tiendo/ent/viewer"
)

// GrantRoleInput is what grantRole takes.
type GrantRoleInput struct {
	// Subject of the person: issuer, #, and the subject at the sign-in provider. The person need not have signed in yet.
	Subject string `json:"subject"`
	// Name to show until the person signs in; the subject when null.
	Name *string `json:"name,omitempty"`
	// Code of the agency.
	Agency string `json:"agency"`
	// The role.
	Role viewer.Role `json:"role"`
	// When it ends by itself.
	Until *time.Time `json:"until,omitempty"`
	// Repeating a change with the same key gives the first answer.
	ClientMutationID *string `json:"clientMutationId,omitempty"`
}

// GrantRolePayload is what changes of roles answer.
type GrantRolePayload struct {
	// The key given.
	ClientMutationID *string
	// The role.
	Grant *db.RoleGrant
	// What is wrong.
	UserErrors []*change.UserError
}

// RevokeRoleInput is what revokeRole takes.
type RevokeRoleInput struct {
	// The role as it was granted.
	ID uuid.UUID `json:"id"`
	// Repeating a change with the same key gives the first answer.
	ClientMutationID *string `json:"clientMutationId,omitempty"`
}

// DelegateRoleInput is what delegateRole takes.
type DelegateRoleInput struct {
	// The role that is lent: one's own, or one an administrator lends for somebody who cannot.
	Grant uuid.UUID `json:"grant"`
	// Subject of who acts meanwhile: somebody who has signed in, or has a role.
	To string `json:"to"`
	// Code of the agency, where only a part of the reach is lent.
	Agency *string `json:"agency,omitempty"`
	// First moment; now when null.
	From *time.Time `json:"from,omitempty"`
	// Last moment, at most 90 days later.
	Until time.Time `json:"until"`
	// Why.
	Reason string `json:"reason"`
	// Repeating a change with the same key gives the first answer.
	ClientMutationID *string `json:"clientMutationId,omitempty"`
}

// DelegateRolePayload is what changes of lent roles answer.
type DelegateRolePayload struct {
	// The key given.
	ClientMutationID *string
	// The lent role.
	Delegation *db.Delegation
	// What is wrong.
	UserErrors []*change.UserError
}

// EndDelegationInput is what endDelegation takes.
type EndDelegationInput struct {
	// The lent role.
	ID uuid.UUID `json:"id"`
	// Repeating a change with the same key gives the first answer.
	ClientMutationID *string `json:"clientMutationId,omitempty"`
}

// CreateMachineTokenInput is what createMachineToken takes.
type CreateMachineTokenInput struct {
	// What it is for.
	Name string `json:"name"`
	// Code of the agency.
	Agency string `json:"agency"`
	// The role: not ADMIN, and none the viewer could not grant.
	Role viewer.Role `json:"role"`
	// What it may do of what the role may.
	Scopes []viewer.Scope `json:"scopes"`
	// Until when it is good, at most a year.
	ExpiresAt time.Time `json:"expiresAt"`
}

// CreateMachineTokenPayload is what changes of tokens answer.
type CreateMachineTokenPayload struct {
	// The key given.
	ClientMutationID *string
	// The token without its secret.
	MachineToken *db.MachineToken
	// The secret itself, shown this once; null but for a new token.
	Secret *string
	// What is wrong.
	UserErrors []*change.UserError
}

// RevokeMachineTokenInput is what revokeMachineToken takes.
type RevokeMachineTokenInput struct {
	// The token.
	ID uuid.UUID `json:"id"`
	// Repeating a change with the same key gives the first answer.
	ClientMutationID *string `json:"clientMutationId,omitempty"`
}

// CreateWebhookInput is what createWebhook takes.
type CreateWebhookInput struct {
	// Code of the agency.
	Agency string `json:"agency"`
	// Where digests are posted; https.
	URL string `json:"url"`
}

// CreateWebhookPayload is what changes of addresses answer.
type CreateWebhookPayload struct {
	// The key given.
	ClientMutationID *string
	// The address without its secret.
	Webhook *db.Webhook
	// The secret, shown this once; null but for a new address.
	Secret *string
	// What is wrong.
	UserErrors []*change.UserError
}

// RemoveWebhookInput is what removeWebhook takes.
type RemoveWebhookInput struct {
	// The address.
	ID uuid.UUID `json:"id"`
	// Repeating a change with the same key gives the first answer.
	ClientMutationID *string `json:"clientMutationId,omitempty"`
}

// Viewer is who is asking, and what the viewer is where.
type Viewer struct {
	// The name; public without sign-in.
	Name string
	// Whether somebody is signed in.
	SignedIn bool
	// The person; null without sign-in.
	Person *db.Person
	// The roles in force, lent ones included.
	Roles []*ViewerRole
	// When the credential ends; null for never.
	Until *time.Time
	// The language of messages, from Accept-Language: vi or en.
	Locale string
}

// ViewerRole is a role the viewer has.
type ViewerRole struct {
	// The role.
	Role viewer.Role
	// Where; it reaches what belongs to the agency and the members of groups.
	Agency *db.Agency
	// Whose role it is, where it was lent.
	Through *db.Person
	// When it ends; null for never.
	Until *time.Time
}
