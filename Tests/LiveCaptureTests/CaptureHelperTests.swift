import LiveCapture
import Testing

/// The helper of the packages, which gives the right to listen. How it is used is tried by the packages' own test.
@Suite("The helper that gives the right to listen")
struct CaptureHelperTests {
  @Test(
    "it lies beside the folder of the program that was installed, and nowhere else",
    arguments: [
      ("/usr/bin/smtptrace", "/usr/libexec/smtptrace/smtptrace-capture"),
      ("/usr/local/bin/smtptrace", "/usr/local/libexec/smtptrace/smtptrace-capture"),
      ("/home/alice/smtptrace/.build/release/smtptrace", nil), ("/smtptrace", nil), ("smtptrace", nil), ("", nil),
    ])
  func place(program: String, helper: String?) {
    #expect(CaptureHelper.path(for: program) == helper)
  }

  @Test("a program that was built here has none, and so takes no other's place")
  func none() {
    #expect(CaptureHelper.besideProgram == nil)
  }

  @Test("a file that is not there cannot be run, and belongs to no group")
  func missing() {
    #expect(!CaptureHelper(path: "/nonexistent/smtptrace-capture").mayBeRun)
    #expect(CaptureHelper(path: "/nonexistent/smtptrace-capture").group == nil)
  }
}
