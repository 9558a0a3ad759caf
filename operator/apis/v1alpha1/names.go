package v1alpha1

// FieldOwner is the one owner of every field the operator applies.
const FieldOwner = "tiendo-operator"

// Finalizer keeps an object until what belongs to it was seen to.
const Finalizer = "tiendo.vn/operator"

// Labels of what the operator makes. An object is the operator's by these labels
// and not by ownerReferences: the garbage collector cannot tell the deliberate
// deletion of an Instance from the loss of its kind, and would stop every
// ministry when somebody deletes the CRDs.
const (
	// LabelManagedBy is on everything the operator makes, with the value FieldOwner.
	LabelManagedBy = "app.kubernetes.io/managed-by"
	// LabelTenant holds the name of the Tenant; on a namespace it is what makes it
	// the Tenant's.
	LabelTenant = "tiendo.vn/tenant"
	// LabelInstance holds the name of the Instance, in its namespace.
	LabelInstance = "tiendo.vn/instance"
	// LabelComponent tells what of an Instance an object is: server, migration,
	// plan, database.
	LabelComponent = "app.kubernetes.io/component"
	// LabelVersion holds the version of tiendo.
	LabelVersion = "app.kubernetes.io/version"
	// LabelAgency holds the agency's code.
	LabelAgency = "tiendo.vn/agency"
	// LabelRetained on a namespace says that its Tenant was deleted and its data kept.
	// A Tenant of the same name and agency takes it up again.
	LabelRetained = "tiendo.vn/retained"
	// LabelName is the recommended label with the value "tiendo".
	LabelName = "app.kubernetes.io/name"
)

// Annotations people set.
const (
	// AnnotationRetry on an Instance tries a failed migration or plan load again
	// when its value changes; any text.
	AnnotationRetry = "tiendo.vn/retry"
	// AnnotationRotate on an Instance makes new database credentials when its
	// value changes; any text.
	AnnotationRotate = "tiendo.vn/rotate"
	// AnnotationConfirmDeletion on a Tenant or Instance being deleted under the
	// policy Delete holds the Tenant's name: the second word before data is gone.
	AnnotationConfirmDeletion = "tiendo.vn/confirm-deletion"
)

// AnnotationTemplate on an Instance says that the Tenant of that name keeps its
// spec.
const AnnotationTemplate = "tiendo.vn/from-tenant"

// AnnotationCredentials on the pods of an Instance holds the number of the
// database credentials they started with, so that a rotation rolls them.
const AnnotationCredentials = "tiendo.vn/credentials"

// ComponentServer and the others are the values of LabelComponent.
const (
	ComponentServer    = "server"
	ComponentMigration = "migration"
	ComponentPlan      = "plan"
	ComponentDatabase  = "database"
)
