package evidence_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"
)

func TestNamesAreMadeSafe(t *testing.T) {
	for name, tc := range map[string]struct{ declared, want string }{
		"a plain name":                          {"Báo cáo quý I.pdf", "Báo cáo quý I.pdf"},
		"an ending in capitals":                 {"SCAN0001.PDF", "SCAN0001.PDF"},
		"decomposed accents":                    {norm.NFD.String("Tiến độ.pdf"), "Tiến độ.pdf"},
		"an accent put apart by nothing":        {"Tie\u200d\u0302n.pdf", "Tiên.pdf"},
		"a folder":                              {"/home/lan/x.pdf", "x.pdf"},
		"a folder of Windows":                   {`C:\Users\lan\x.pdf`, "x.pdf"},
		"a way up":                              {"../../etc/passwd", "passwd.pdf"},
		"only a way up":                         {"..", "evidence.pdf"},
		"only a folder":                         {"a/b/", "evidence.pdf"},
		"nothing":                               {"", "evidence.pdf"},
		"nothing but the ending":                {".pdf", "pdf.pdf"},
		"a hidden file":                         {".htaccess", "htaccess.pdf"},
		"dots and blanks around":                {" . x .pdf . ", "x.pdf"},
		"control characters":                    {"a\r\nSet-Cookie: x\x00\x7f\u0085.pdf", "aSet-Cookie_ x.pdf"},
		"text turned around":                    {"x\u202efdp.exe", "xfdp.exe.pdf"},
		"characters of no width":                {"a\u200b\ufeff\u00adb.pdf", "ab.pdf"},
		"other blanks":                          {"a\u00a0b\u3000c\u2028d.pdf", "a b c d.pdf"},
		"what Windows reserves":                 {`a<b>c:d"e|f?g*h.pdf`, "a_b_c_d_e_f_g_h.pdf"},
		"bytes that are no text":                {"a\xff\xfeb.pdf", "a_b.pdf"},
		"another type's ending":                 {"page.html", "page.html.pdf"},
		"no ending":                             {"scan", "scan.pdf"},
		"a dot at the end":                      {"scan.pdf.", "scan.pdf"},
		"longer than names may be":              {strings.Repeat("ế", 100) + ".pdf", strings.Repeat("ế", 65) + ".pdf"},
		"longer than names may be, no ending":   {strings.Repeat("a", 300), strings.Repeat("a", 196) + ".pdf"},
		"as long as names may be":               {strings.Repeat("a", 196) + ".pdf", strings.Repeat("a", 196) + ".pdf"},
		"far too long to look at":               {strings.Repeat("a/", 1<<20) + "x.pdf", "x.pdf"},
		"a blank where it is cut":               {strings.Repeat("a", 195) + " bbb.pdf", strings.Repeat("a", 195) + ".pdf"},
		"far too long, cut in a letter's bytes": {strings.Repeat("ế", 5000) + ".pdf", ""},
	} {
		t.Run(name, func(t *testing.T) {
			staged, err := receive(t, []byte(aPDF), tc.declared, "")
			require.NoError(t, err)
			if tc.want != "" {
				assert.Equal(t, tc.want, staged.Name)
			}
			assertSafe(t, staged.Name)
		})
	}
}

func TestANamesEndingFitsTheType(t *testing.T) {
	for declared, want := range map[string]string{
		"a.csv": "a.csv", "a.TSV": "a.TSV", "a.txt": "a.txt", "a.md": "a.md", "a.svg": "a.svg.txt", "a.bat": "a.bat.txt",
	} {
		staged, err := receive(t, []byte("hello"), declared, "text/plain")
		require.NoError(t, err)
		assert.Equal(t, want, staged.Name)
	}
	staged, err := receive(t, aJPEG(t), "a.JPEG", "")
	require.NoError(t, err)
	assert.Equal(t, "a.JPEG", staged.Name)
}

func TestAnyNameIsMadeSafeAndThenStays(t *testing.T) {
	random := rand.New(rand.NewPCG(942, 2023))
	runes := []rune("aZ.../\\ \x00\n\"<%;'=*đĐếệ本😀\u0301\u0323\u202e\u200d\u037e\u212b\ufb1d\U0001d15e\u1100\u1161")
	for range 500 {
		var b strings.Builder
		for range random.IntN(120) {
			b.WriteRune(runes[random.IntN(len(runes))])
			if random.IntN(30) == 0 {
				b.WriteByte(byte(random.IntN(256)))
			}
		}
		staged, err := receive(t, []byte("hello"), b.String(), "")
		require.NoError(t, err)
		assertSafe(t, staged.Name)
		again, err := receive(t, []byte("hello"), staged.Name, "")
		require.NoError(t, err)
		require.Equal(t, staged.Name, again.Name, "%q", b.String())
	}
}

func assertSafe(t *testing.T, name string) {
	t.Helper()
	require.NotEmpty(t, name)
	require.LessOrEqual(t, len(name), 200)
	require.True(t, utf8.ValidString(name))
	require.True(t, norm.NFC.IsNormalString(name), "%q", name)
	require.False(t, strings.ContainsAny(name, `/\<>:"|?*`), "%q", name)
	require.False(t, strings.ContainsFunc(name, func(r rune) bool { return unicode.Is(unicode.C, r) }), "%q", name)
	require.NotContains(t, ". ", name[:1])
}
