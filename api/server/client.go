package server

// The headers in which a client says who it is, the second pair as Apollo's
// clients send it.
const (
	headerClientName    = "GraphQL-Client-Name"
	headerClientVersion = "GraphQL-Client-Version"
	headerApolloName    = "apollographql-client-name"
	headerApolloVersion = "apollographql-client-version"
)
