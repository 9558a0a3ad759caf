package sortkey_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/tiendo-vn/tiendo/ent/sortkey"
)

// ordered fails unless the keys of the texts rise.
func ordered(t *testing.T, key func(string) string, texts []string) {
	t.Helper()
	for n := 1; n < len(texts); n++ {
		assert.Less(t, key(texts[n-1]), key(texts[n]), "%q before %q", texts[n-1], texts[n])
	}
}

func TestCodesComeInNaturalOrder(t *testing.T) {
	for name, codes := range map[string][]string{
		"levels compare as numbers":         {"1", "1.1", "1.2", "1.7", "1.7.1", "1.7.2", "1.8", "1.10", "2", "3.5.1", "3.5.2", "3.5.10", "3.10", "10"},
		"a parent comes before its child":   {"3", "3.5", "3.5.1", "3.6"},
		"Roman numerals compare as numbers": {"I", "II", "III", "IV", "V", "VI", "IX", "X", "XI", "XIX", "XL", "L", "XC", "C"},
		"numbers of documents":              {"06/QĐ-TTg", "42/2022/NĐ-CP", "411/QĐ-TTg", "749/QĐ-TTg", "942/QĐ-TTg", "1217/QĐ-BTTTT"},
		"codes of tasks":                    {"749/02/2", "749/02/10", "942/03/1", "942/A/1"},
		"years of plans":                    {"2016-2020", "2021-2025", "committee-2022", "committee-2023"},
		"windows":                           {"2022-Q4", "2023-Q1", "2023-Q2"},
		"D before Đ":                        {"50/CP", "50/D", "50/Đ", "50/E"},
		"small letters in order":            {"2/a", "2/b", "2/đ", "2/e"},
		"numbers of many digits":            {"9", "99999999999999999999999999", "100000000000000000000000000"},
	} {
		t.Run(name, func(t *testing.T) { ordered(t, sortkey.Code, codes) })
	}
}

func TestNamesComeInVietnameseOrder(t *testing.T) {
	for name, names := range map[string][]string{
		"letters":       {"a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "g", "h", "i", "k", "l", "m", "n", "o", "ô", "ơ", "p", "q", "r", "s", "t", "u", "ư", "v", "x", "y"},
		"tones":         {"ma", "mà", "mả", "mã", "má", "mạ"},
		"provinces":     {"An Giang", "Bà Rịa - Vũng Tàu", "Bắc Giang", "Bắc Ninh", "Bến Tre", "Bình Dương", "Bình Định", "Cao Bằng", "Cần Thơ", "Đà Nẵng", "Đắk Lắk", "Đồng Nai", "Hà Giang", "Hà Nội", "Hải Dương", "Hòa Bình", "Hưng Yên", "Lai Châu", "Yên Bái"},
		"D and Đ":       {"Dương", "Đường"},
		"letters first": {"ba", "bà con", "bác", "băng"},
	} {
		t.Run(name, func(t *testing.T) { ordered(t, sortkey.Name, names) })
	}
}

func TestKeysOfCodesCompareAsTheirNumbers(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 20_000 {
		a, b := numbers(random), numbers(random)
		want := slices.Compare(a, b)
		got := strings.Compare(sortkey.Code(code(a)), sortkey.Code(code(b)))
		assert.Equal(t, want, got, "%v and %v", a, b)
	}
}

func numbers(random *rand.Rand) []int {
	ns := make([]int, 1+random.IntN(4))
	for n := range ns {
		ns[n] = random.IntN([]int{3, 12, 1000}[random.IntN(3)])
	}
	return ns
}

func code(numbers []int) string {
	return strings.Trim(strings.Join(strings.Fields(fmt.Sprint(numbers)), "."), "[]")
}

func TestKeysOfAnyTexts(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	alphabet := []rune("01239.-/ IVXLCabcdđeăâÁạQĐ()…")
	plain := regexp.MustCompile(`^[0-9a-f]*$`)
	text := func() string {
		text := make([]rune, random.IntN(7))
		for n := range text {
			text[n] = alphabet[random.IntN(len(alphabet))]
		}
		return string(text)
	}
	for kind, key := range map[string]func(string) string{"code": sortkey.Code, "name": sortkey.Name} {
		t.Run(kind, func(t *testing.T) {
			for range 20_000 {
				a, b := text(), text()
				assert.Regexp(t, plain, key(a), "the key of %q sorts alike in every collation", a)
				assert.Equal(t, key(a), key(a), "%q", a)
				assert.Equal(t, a == b, key(a) == key(b), "%q and %q", a, b)
			}
		})
	}
}

func TestTheOrderIsTheSameInEveryGoroutine(t *testing.T) {
	names := []string{"Đà Nẵng", "Dương", "An Giang", "Hà Nội", "Hòa Bình", "Khánh Hòa"}
	want := make([]string, len(names))
	for n, name := range names {
		want[n] = sortkey.Name(name)
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 200 {
				for n, name := range names {
					if sortkey.Name(name) != want[n] {
						t.Errorf("another key of %q", name)
						return
					}
				}
			}
		})
	}
	group.Wait()
}
