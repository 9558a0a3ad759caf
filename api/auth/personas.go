package auth

// Persona is somebody to be in development mode.
type Persona struct {
	// Key names the persona on the command line and in links.
	Key string
	// Subject is the Subject of the identity that the persona's token names.
	Subject string
	// Name is the persona's name.
	Name string
	// NameEn says in English what the persona is.
	NameEn string
	// Role is what the persona is allowed to do, at the agency and below.
	Role string
	// AgencyCode is the code of the agency in the catalogue.
	AgencyCode string
}

// everyAgency is the group of all ministries, sectors and localities.
const everyAgency = "cac-bo-nganh-dia-phuong"

// Personas lists who one can be in development mode: one for each part that
// people play between a draft and a published figure.
func Personas() []Persona {
	list := []Persona{
		{Key: "reporter-lao-cai", Name: "Nguyễn Thị Hoa", NameEn: "Reporter of Lào Cai", Role: "REPORTER", AgencyCode: "lao-cai"},
		{Key: "reporter-cuc-vt", Name: "Trần Văn Minh", NameEn: "Reporter of the Telecommunications Authority", Role: "REPORTER", AgencyCode: "cuc-vt"},
		{Key: "reviewer-cdsqg", Name: "Phạm Thu Hà", NameEn: "Reviewer at the National Digital Transformation Agency", Role: "REVIEWER", AgencyCode: "cuc-cdsqg"},
		{Key: "coordinator", Name: "Lê Quang Huy", NameEn: "Coordinator of every agency", Role: "COORDINATOR", AgencyCode: everyAgency},
		{Key: "admin", Name: "Vũ Thanh Tùng", NameEn: "Administrator of every agency", Role: "ADMIN", AgencyCode: everyAgency},
		{Key: "inspector", Name: "Đặng Ngọc Lan", NameEn: "Inspector of every agency", Role: "INSPECTOR", AgencyCode: everyAgency},
	}
	for n := range list {
		list[n].Subject = subject(developmentIssuer, list[n].Key)
	}
	return list
}

// Somebody is a persona that is not in the list, without a role until one is
// given: Development makes tokens for it as well.
func Somebody(key, name string) Persona {
	return Persona{Key: key, Subject: subject(developmentIssuer, key), Name: name}
}
