import Diagnosis
import Testing

@Suite("Commands that a reader pastes hold no words of a stranger")
struct CommandTemplateTests {
  @Test(
    "puts in names made of host name characters only",
    arguments: [
      ("mail.example.com", true), ("mx_1.example.net", true), ("$(reboot)", false), ("a;b", false), ("a b", false),
      ("`id`", false), ("-oProxyCommand", false), (".", false), ("", false), ("näme", false), ("a\nb", false),
      ("x|y", false), ("[192.0.2.1]", false),
    ])
  func names(name: String, isSafe: Bool) {
    #expect((CommandTemplate.safe(name) != nil) == isSafe)
  }
}
