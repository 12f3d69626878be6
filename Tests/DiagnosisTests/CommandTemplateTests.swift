import CaptureFiles
import PacketLayers
import Testing

@testable import Diagnosis

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

  @Test(
    "fills in what it knows, and leaves everything else as it stands",
    arguments: [
      ("no blank", "no blank"), ("{port}", "2525"), ("{port}{port}", "25252525"), ("a {port} b", "a 2525 b"),
      ("{nothing} {port}", "{nothing} 2525"), ("{port", "{port"), ("port}", "port}"), ("{}", "{}"), ("", ""),
      ("{{port}}", "{{port}}"), ("{host} {name}", "MX.HOST.NAME YOUR.HOST.NAME"),
      ("x {server} y {source} z", "x 192.0.2.9 y 192.0.2.1 z"),
    ])
  func fill(template: String, expected: String) {
    let server = Endpoint(address: IPAddress(ipv4: 0xC000_0209), port: 2525)
    let visit = Survey.Visit(
      session: 1, start: Timestamp(nanoseconds: 0),
      client: Endpoint(address: IPAddress(ipv4: 0xC000_0201), port: 40_000), server: server, serverName: "$(reboot)",
      packet: PacketID(number: 1))
    #expect(CommandTemplate(template).filled(.visit(visit, server: server)) == expected)
  }
}
