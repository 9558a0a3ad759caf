package desired

// autoscaled says whether the number of servers is autoscaling's to say.
func autoscaled(i Instance) bool { return i.Replicas.Max > i.Replicas.Min && !i.Suspended }

// replicasOf is the number of servers to write; nil leaves the field to
// autoscaling.
//
// A field that the operator owns cannot be left out: the API server would take that
// as its removal, and fall back to one server. So whoever owns it goes on writing
// what is there, until autoscaling changes it and owns it from then on. And
// autoscaling does not start from nothing: at 0 it counts as switched off.
func replicasOf(i Instance) *int32 {
	low, high := i.Replicas.Min, i.Replicas.Max
	switch live := i.LiveReplicas; {
	case i.Suspended:
		return new(int32(0))
	case !autoscaled(i), live == nil:
		return &low
	case i.OwnsReplicas, *live < low, *live > high:
		return new(min(max(*live, low), high))
	default:
		return nil
	}
}
