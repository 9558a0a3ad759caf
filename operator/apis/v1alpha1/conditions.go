package v1alpha1

// Condition types. Ready, Reconciling and Stalled mean what kstatus says they
// mean; every condition has a reason from the list below and a sentence that
// tells its reader what to do.
const (
	// ConditionReady is True where everything asked for is there and, for an
	// Instance, its /readyz answers.
	ConditionReady = "Ready"
	// ConditionReconciling is True while something is under way that ends by
	// itself. Absent otherwise.
	ConditionReconciling = "Reconciling"
	// ConditionStalled is True where nothing moves until somebody changes
	// something; the message says what. Absent otherwise.
	ConditionStalled = "Stalled"
	// ConditionSuspended is True where nothing runs because somebody said so.
	// Absent otherwise.
	ConditionSuspended = "Suspended"

	// ConditionDatabaseReady is True where the Instance's database takes its
	// credentials.
	ConditionDatabaseReady = "DatabaseReady"
	// ConditionMigrated is True where the database has the schema of
	// spec.version.
	ConditionMigrated = "Migrated"
	// ConditionPlanLoaded is True where the plan bundle is in the database.
	ConditionPlanLoaded = "PlanLoaded"
	// ConditionAvailable is True while at least one replica serves.
	ConditionAvailable = "Available"
	// ConditionRouteReady is True where a controller has taken the route up.
	// Absent without spec.route.
	ConditionRouteReady = "RouteReady"

	// ConditionNamespaceReady is True where a Tenant's namespace, its limits,
	// policies and role bindings are as wanted.
	ConditionNamespaceReady = "NamespaceReady"
)

// Reasons of conditions that are as they should be.
const (
	// ReasonReady: everything asked for is there.
	ReasonReady = "Ready"
	// ReasonDone: the step has ended well.
	ReasonDone = "Done"
	// ReasonAnswering: /readyz answers.
	ReasonAnswering = "Answering"
	// ReasonExternal: somebody else keeps the database; the migration is what
	// proves it.
	ReasonExternal = "External"
	// ReasonRetained: the database was kept from an earlier Instance of this name.
	ReasonRetained = "Retained"
)

// Reasons of what is under way: it ends by itself.
const (
	// ReasonProgressing: a step is under way.
	ReasonProgressing = "Progressing"
	// ReasonWaiting: a step waits for one before it.
	ReasonWaiting = "Waiting"
	// ReasonRollingOut: new replicas start beside the old ones.
	ReasonRollingOut = "RollingOut"
	// ReasonNoAddress: nobody has given the route an address yet.
	ReasonNoAddress = "NoAddress"
	// ReasonNotAnswering: replicas run, and /readyz says no.
	ReasonNotAnswering = "NotAnswering"
	// ReasonDeleting: what belongs to the object is being removed.
	ReasonDeleting = "Deleting"
	// ReasonInstancesRemain: a Tenant's deletion waits for Instances that people
	// made in its namespace.
	ReasonInstancesRemain = "InstancesRemain"
	// ReasonConfirmationMissing: the deletion of data waits for a second word.
	ReasonConfirmationMissing = "ConfirmationMissing"
	// ReasonTryingAgain: a call failed in a way that passes.
	ReasonTryingAgain = "TryingAgain"
	// ReasonServerUnreachable: a database server does not answer, or not us.
	ReasonServerUnreachable = "ServerUnreachable"
	// ReasonSuspended: nothing runs because somebody said so.
	ReasonSuspended = "Suspended"
)

// Reasons of what is stalled: somebody has to change something.
const (
	// ReasonUnknownAgency: the agency code is none of the plan's.
	ReasonUnknownAgency = "UnknownAgency"
	// ReasonAgencyTaken: another Tenant has the agency.
	ReasonAgencyTaken = "AgencyTaken"
	// ReasonNamespaceTaken: the namespace is there and nobody gave it to the
	// Tenant, or another Tenant has it.
	ReasonNamespaceTaken = "NamespaceTaken"
	// ReasonHostTaken: another Tenant may use the host.
	ReasonHostTaken = "HostTaken"
	// ReasonNameTaken: an object of that name is there which the operator does
	// not own.
	ReasonNameTaken = "NameTaken"
	// ReasonNoTenant: the namespace of the Instance belongs to no Tenant.
	ReasonNoTenant = "NoTenant"
	// ReasonHostNotAllowed: the host is none of the Tenant's.
	ReasonHostNotAllowed = "HostNotAllowed"
	// ReasonVersionNotAllowed: the Tenant may not run the version.
	ReasonVersionNotAllowed = "VersionNotAllowed"
	// ReasonRegistryNotAllowed: the Tenant may not run images from there.
	ReasonRegistryNotAllowed = "RegistryNotAllowed"
	// ReasonServerNotAllowed: the Tenant may not use the database server.
	ReasonServerNotAllowed = "ServerNotAllowed"
	// ReasonServerMissing: no DatabaseServer has that name.
	ReasonServerMissing = "ServerMissing"
	// ReasonServerFull: the database server has as many databases as it may.
	ReasonServerFull = "ServerFull"
	// ReasonSecretMissing: a Secret, or a key in it, is not there.
	ReasonSecretMissing = "SecretMissing"
	// ReasonBundleMissing: the ConfigMap with the plan bundle is not there.
	ReasonBundleMissing = "BundleMissing"
	// ReasonQuotaExceeded: the Tenant's quota leaves no room.
	ReasonQuotaExceeded = "QuotaExceeded"
	// ReasonMigrationFailed: the migration ended with an error, which the message
	// repeats.
	ReasonMigrationFailed = "MigrationFailed"
	// ReasonVersionTooOld: the database has a newer schema than the version knows.
	ReasonVersionTooOld = "VersionTooOld"
	// ReasonPlanFailed: loading the plan bundle ended with an error, which the
	// message repeats.
	ReasonPlanFailed = "PlanFailed"
	// ReasonNotStarting: the image does not start; the message repeats its last
	// lines.
	ReasonNotStarting = "NotStarting"
	// ReasonKindMissing: the cluster does not have a kind that the spec needs.
	ReasonKindMissing = "KindMissing"
	// ReasonInvalid: the spec contradicts itself where validation was bypassed.
	ReasonInvalid = "Invalid"
)
