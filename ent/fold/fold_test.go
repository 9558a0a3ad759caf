package fold_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"golang.org/x/text/unicode/norm"

	"github.com/tiendo-vn/tiendo/ent/fold"
)

func TestText(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"accents go":                       {"chữ ký số", "chu ky so"},
		"đ becomes d":                      {"Đường đi đến Đắk Lắk", "duong di den dak lak"},
		"capitals go":                      {"CHỮ KÝ SỐ", "chu ky so"},
		"decomposed text is the same":      {norm.NFD.String("Chữ ký số"), "chu ky so"},
		"every Vietnamese vowel":           {"aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵ", "aaaaaaaaaaaaaaaaaaeeeeeeeeeeeeiiiiiioooooooooooooooooouuuuuuuuuuuuyyyyyy"},
		"separators become one space":      {"942/QĐ-TTg", "942 qd ttg"},
		"dots of a code become spaces":     {"3.5.1", "3 5 1"},
		"spaces at the ends go":            {"  \t một \n hai ", "mot hai"},
		"wildcards of LIKE go":             {"100% _a_ \\ [x]", "100 a x"},
		"quotes go":                        {`'"“”’`, ""},
		"a mark alone is nothing":          {"\u0301", ""},
		"nothing stays nothing":            {"", ""},
		"other scripts stay":               {"Việt 越南", "viet 越南"},
		"a mark between letters goes":      {"a\u0301b", "ab"},
		"a dot below and a horn, any turn": {"u\u031b\u0323 u\u0323\u031b", "u u"},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, test.want, fold.Text(test.text)) })
	}
}

func TestToneMarksHaveOnePlace(t *testing.T) {
	for name, pair := range map[string][2]string{
		"hòa and hoà":                   {"hòa", "hoà"},
		"Khánh Hòa and Khánh Hoà":       {"Khánh Hòa", "khánh hoà"},
		"thủy and thuỷ":                 {"thủy", "thuỷ"},
		"khỏe and khoẻ":                 {"khỏe", "khoẻ"},
		"composed and decomposed":       {"Đường", norm.NFD.String("đường")},
		"the order of two marks":        {"e\u0302\u0323", "e\u0323\u0302"},
		"capitals and small letters":    {"CHỮ KÝ SỐ", "chữ ký số"},
		"separators, whichever":         {"chữ-ký/số", "chữ ký  số"},
		"a typed word and a whole name": {"Tỉnh Hòa Bình", "tỉnh hoà bình"},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, fold.Accented(pair[0]), fold.Accented(pair[1])) })
	}
	for name, pair := range map[string][2]string{
		"đường and Dương": {"đường", "Dương"},
		"ma and má":       {"ma", "má"},
		"má and mà":       {"má", "mà"},
		"o and ô":         {"o", "ô"},
		"ô and ơ":         {"ô", "ơ"},
		"d and đ":         {"d", "đ"},
		"two words":       {"hòa bình", "hòabình"},
	} {
		t.Run(name+" differ", func(t *testing.T) { assert.NotEqual(t, fold.Accented(pair[0]), fold.Accented(pair[1])) })
	}
}

func TestAHalfTypedWordBeginsAnother(t *testing.T) {
	for typed, words := range map[string]struct{ begins, doesNot []string }{
		"đườ":   {[]string{"đường"}, []string{"đương", "Dương", "dường"}},
		"đư":    {[]string{"đường", "được"}, []string{"Dương", "đu"}},
		"hả":    {[]string{"hải"}, []string{"hà", "hại", "hả", "hẳn"}},
		"à":     {[]string{"ào"}, []string{"ằng", "ầm"}},
		"Dương": {nil, []string{"dưỡng", "dương", "đường"}},
	} {
		t.Run(typed, func(t *testing.T) {
			begins := func(word string) bool { return fold.Begins(fold.Accented(typed)[0], fold.Accented(word)[0]) }
			for _, word := range words.begins {
				assert.True(t, begins(word), word)
			}
			for _, word := range words.doesNot {
				assert.False(t, begins(word), word)
			}
		})
	}
}

func TestColumnHoldsEveryWordBetweenSpaces(t *testing.T) {
	assert.Equal(t, " 3 5 1 ty le chu ky so ", fold.Column("3.5.1", "Tỷ lệ", "chữ ký số"))
	assert.Equal(t, "  ", fold.Column())
	assert.Equal(t, "  ", fold.Column("", "-"))
}

func TestFoldingKeepsItsPromisesForAnyText(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		text := randomText(random)
		folded := fold.Text(text)
		assert.Equal(t, folded, fold.Text(folded), "folding %q again", text)
		assert.Equal(t, folded, fold.Text(norm.NFD.String(text)), "%q decomposed", text)
		assert.Equal(t, strings.Join(fold.Words(text), " "), folded, "%q", text)
		for _, r := range folded {
			assert.True(t, r == ' ' || unicode.IsLetter(r) || unicode.IsDigit(r), "%q in %q", r, folded)
			assert.False(t, r == 'đ' || unicode.Is(unicode.Mn, r), "%q in %q", r, folded)
		}
		assert.Equal(t, fold.Accented(text), fold.Accented(norm.NFC.String(text)), "%q composed", text)
		if t.Failed() {
			return
		}
	}
}

// randomText is a short text of Vietnamese letters, marks, separators and,
// now and then, any character there is.
func randomText(random *rand.Rand) string {
	common := []rune("aăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂĐEÊÔƠƯ0123456789 ./-_%'\"\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031bàảãáạữộ")
	text := make([]rune, random.IntN(12))
	for n := range text {
		text[n] = common[random.IntN(len(common))]
		if random.IntN(4) == 0 {
			text[n] = rune(random.IntN(unicode.MaxRune))
		}
	}
	return string(text)
}
