package catalogue

// answered is the status of a change that was refused for its input: the request
// itself was good.
const answered = "200"

// users have no meaning in English here: it is the enum's, in the schema.
var users = []Entry{
	{"NOT_FOUND", answered,
		Text{Vi: "Không có, hoặc người dùng không được xem."},
		Text{"Tải lại danh sách mà mã này đến từ đó.", "Read the list again that it came from."}},
	{"NOT_ALLOWED", answered,
		Text{Vi: "Người dùng xem được nhưng không được làm điều này; câu chữ nêu lý do."},
		Text{"Hỏi viewerCan trước khi hiện nút.", "Ask viewerCan before showing the button."}},
	{"INVALID", answered,
		Text{Vi: "Giá trị không được chấp nhận."},
		Text{"Hiện câu chữ tại ô mà path chỉ ra.", "Show the sentence at the input that path names."}},
	{"REQUIRED", answered,
		Text{Vi: "Thiếu một giá trị bắt buộc."},
		Text{"Yêu cầu nhập tại ô mà path chỉ ra.", "Ask for it at the input that path names."}},
	{"TOO_MANY", answered,
		Text{Vi: "Gửi nhiều hơn mức nhận một lần."},
		Text{"Chia thành nhiều lần gửi.", "Send it in several changes."}},
	{"CONFLICT", answered,
		Text{Vi: "Đã bị thay đổi trong lúc đó: version không còn là bản hiện hành."},
		Text{"Hiện bản mới trong câu trả lời và để người dùng quyết định.", "Show the present state, which the answer has, and let the user decide."}},
	{"KEY_REUSED", answered,
		Text{Vi: "clientMutationId đã dùng cho một thay đổi khác."},
		Text{"Tạo khóa mới cho mỗi thay đổi; giữ nguyên khi gửi lại.", "Make a new key for each change, and keep it for repeats."}},
	{"WRONG_STATE", answered,
		Text{Vi: "Trạng thái hiện tại không cho phép; câu chữ nêu trạng thái."},
		Text{"Đọc lại báo cáo và viewerCan.", "Read the report and viewerCan again."}},
	{"NOT_OPEN", answered,
		Text{Vi: "Kỳ báo cáo chưa mở cho việc này."},
		Text{"Hiện ngày mở trong deadlines.", "Show the opening, which deadlines has."}},
	{"LOCKED", answered,
		Text{Vi: "Kỳ báo cáo đã khóa."},
		Text{"Đề nghị người điều phối mở lại kỳ.", "Ask a coordinator to open the window again."}},
	{"CHECK", answered,
		Text{Vi: "Một phép kiểm tra có phát hiện; mã và câu của phép kiểm tra nằm trong message."},
		Text{"Sửa số liệu; với WARNING có thể bỏ qua bằng waivers kèm lý do.", "Put the figure right; a WARNING may be waived, saying why."}},
	{"NOT_OWED", answered,
		Text{Vi: "Đơn vị không phải báo cáo điều này."},
		Text{"Lấy danh sách từ duties.", "Take the list from duties."}},
	{"EXISTS", answered,
		Text{Vi: "Đã có rồi."},
		Text{"Đọc và dùng cái đã có.", "Read and use the one there is."}},
}
