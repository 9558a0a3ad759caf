package differ_test

import (
	"flag"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/tiendo-vn/tiendo/api/apitest"
	"github.com/tiendo-vn/tiendo/api/graph/differ"
	"github.com/tiendo-vn/tiendo/api/graph/generated"
)

var (
	count   = flag.Uint64("n", 2000, "how many operations to try")
	seed    = flag.Uint64("seed", 1, "what the operations are made from")
	from    = flag.Uint64("from", 0, "the number of the first operation, to go on where a run was stopped")
	often   = flag.String("often", "", "which argument to give nearly wherever it can be, such as asOf")
	workers = flag.Int("workers", 16, "how many operations are tried at once")
	most    = flag.Int("differences", 5, "after how many differences to stop")
)

// leastCompiled is the share of operations, in percent, that has to be compiled:
// a compiler that falls back on everything would never differ.
const leastCompiled = 55

// asking are those who ask, in turn.
var asking = []string{
	"public", "reporter", "reviewer", "coordinator", "administrator", "inspector", "machine", "several", "coordinator of many", "coordinator of nearly all", "reads-all",
}

// TestMain puts the server where its users are: the zone of the machine must
// not matter to any answer.
func TestMain(m *testing.M) {
	time.Local = time.FixedZone("ICT", 7*60*60)
	debug.SetGCPercent(400) // a quarter of the time would go into memory, of which there is little
	os.Exit(m.Run())
}

func TestCompiledOperationsAnswerAsResolversDo(t *testing.T) {
	d := apitest.Postgres(t)
	w := newWorld(t, d)
	s := serve(t, d, w)
	schema := generated.NewExecutableSchema(generated.Config{}).Schema()
	pool := harvest(t, s, schema)
	r := &run{t: t, servers: s, tally: newTally(schema), all: &differ.Generator{Schema: schema, Pool: pool, Often: *often}}
	// What an inspector reads is recorded: for those who see that, there is one
	// more event every time.
	r.unrecorded = &differ.Generator{Schema: schema, Pool: pool, Often: *often, Without: []string{"Query.events"}}
	r.everything()
	fmt.Printf("%d differed, %s\n", r.differences.Load(), r.tally)
	assert.Zero(t, r.differences.Load())
	if *count >= 1000 && *often == "" {
		assert.GreaterOrEqual(t, r.tally.percent(r.tally.compiled), leastCompiled, "percent of the operations were compiled")
		assert.Less(t, r.tally.percent(r.tally.refused), 15, "percent of the operations were refused whole")
		assert.LessOrEqual(t, len(r.tally.unasked()), 3, "fields that no operation asked for: %v", r.tally.unasked())
	}
}

// A run tries operations, several at a time.
type run struct {
	*servers
	t               *testing.T
	all, unrecorded *differ.Generator
	tally           *tally
	next            atomic.Uint64
	running         running
	differences     atomic.Int64
	shrinking       sync.Mutex
}

func (r *run) everything() {
	var working sync.WaitGroup
	stop := make(chan struct{})
	go r.report(stop)
	for range *workers {
		working.Go(func() {
			for n := r.next.Add(1) - 1; n < *count && r.differences.Load() < int64(*most); n = r.next.Add(1) - 1 {
				r.running.begin(*from + n)
				r.try(*from + n)
				r.running.end(*from + n)
			}
		})
	}
	working.Wait()
	close(stop)
}

// report says how far a long run is.
func (r *run) report(stop chan struct{}) {
	for every := time.NewTicker(30 * time.Second); ; {
		select {
		case <-stop:
			every.Stop()
			return
		case <-every.C:
			fmt.Printf("%s seed %d: %d of %d; %d differed, %s; to go on: %s -from %d -n %d\n", time.Now().Format(time.TimeOnly), *seed,
				r.next.Load(), *count, r.differences.Load(), r.tally.line(), making(), r.running.first(*from+r.next.Load()), *from+*count-r.running.first(*from+r.next.Load()))
		}
	}
}

// making are the flags that decide which operation has which number.
func making() string {
	if *often == "" {
		return fmt.Sprintf("-seed %d", *seed)
	}
	return fmt.Sprintf("-seed %d -often %s", *seed, *often)
}

// try asks one operation in both ways.
func (r *run) try(number uint64) {
	who := asking[number%uint64(len(asking))]
	g := r.all
	if r.viewers[who].ReadAll {
		g = r.unrecorded
	}
	o, err := g.Operation(*seed, number)
	if err != nil {
		r.t.Error(err)
		return
	}
	language := []string{"vi", "en"}[number/uint64(len(asking))%2]
	compiled, difference := r.compare(who, language, o)
	query, _ := o.Text()
	r.tally.add(query, compiled)
	if difference == "" {
		return
	}
	r.shrinking.Lock()
	defer r.shrinking.Unlock()
	if r.differences.Add(1) > int64(*most) {
		return
	}
	small := g.Shrink(o, 300, func(o *differ.Operation) bool {
		_, difference := r.compare(who, language, o)
		return difference != ""
	})
	_, smaller := r.compare(who, language, small)
	was, wasGiven := o.Text()
	query, given := small.Text()
	r.t.Errorf("%s -from %d -n 1, asked by %s in %s:\n%s\nvariables %s\n%s\n\nshrunken:\n%s\nvariables %s\n%s\n%s",
		making(), number, who, language, was, wasGiven, difference, query, given, smaller, lastLine(r.log.String()))
}

// compare asks an operation in both ways, and says where the answers differ.
func (r *run) compare(who, language string, o *differ.Operation) (differ.Answer, string) {
	query, variables := o.Text()
	question := request{viewer: who, language: language, query: query, variables: variables, id: "differ"}
	a, b := ask(r.t, r.compiled, question), ask(r.t, r.resolved, question)
	difference := differ.Difference(a, b)
	switch {
	case difference != "":
	case broken(b):
		difference = "both fail: " + strings.Join(b.Errors, "\n")
	case a.Because == "statement":
		difference = "the statement fails, and the resolvers answer instead"
	}
	return a, difference
}

// lastLine is the beginning of what a server logged last.
func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	last := lines[len(lines)-1]
	return last[:min(len(last), 1000)]
}
