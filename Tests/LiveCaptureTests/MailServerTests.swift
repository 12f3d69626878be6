import Foundation
import Testing

/// The command `live` on the traffic of a real mail server with real clients, in network namespaces, where no other mail passes.
@Suite("smtptrace live beside a mail server", .serialized)
struct MailServerTests {
  private static let refusal = MailServer.refusal ?? Shell.refusal(["tcpdump"])
  private static let missing = Comment(rawValue: refusal ?? "")

  /// Where is listened, and on which way the mail comes.
  enum Place: String, CaseIterable, CustomTestStringConvertible {
    case cable, loopback, anyOverCable, anyOverLoopback

    var interface: String {
      switch self {
      case .cable: "mail0"
      case .loopback: "lo"
      case .anyOverCable, .anyOverLoopback: "any"
      }
    }

    var isLocal: Bool { self == .loopback || self == .anyOverLoopback }

    var testDescription: String { "\(interface), mail over \(isLocal ? "lo" : "a cable")" }
  }

  @Test(
    "failing and healthy deliveries: what is said live is what is said of the files written meanwhile",
    .enabled(if: LiveProgram.hasNamespaces, LiveProgram.noNamespaces), .enabled(if: refusal == nil, missing),
    arguments: Place.allCases)
  func deliveries(place: Place) throws {
    let smtptrace = try LiveProgram()
    defer { smtptrace.remove() }
    let names = Namespaces()
    defer { names.remove() }
    try #require(names.make())
    let server = MailServer(
      folder: smtptrace.folder, address: place.isLocal ? "127.0.0.1" : Namespaces.serverAddress, port: 2526)
    try #require(try server.prepare())
    let daemon = try #require(try server.start(before: names.inServer([])), "\(server.log("server"))")
    defer { daemon.terminate() }

    let ports = server.ports.map { ["--port", String($0)] }.flatMap { $0 }
    let file = smtptrace.file("all.pcapng")
    let live = try smtptrace.start(
      ["live", "-i", place.interface, "-w", file, "--format", "ndjson", "--user", "root"] + ports,
      before: names.inServer([]))
    defer { live.terminate() }
    let theirs = smtptrace.file("tcpdump.pcap")
    let tcpdump = try Shell.start(
      names.inServer(["tcpdump", "-i", place.interface, "-U", "-s", "0", "-Z", "root", "-w", theirs, "tcp"]))
    defer { tcpdump.terminate() }
    // Each makes its file when it listens.
    try #require(Shell.wait { size(file) > 0 && size(theirs) > 0 }, "\(smtptrace.errors)")

    for delivery in MailServer.Delivery.allCases {
      let before = place.isLocal ? names.inServer([]) : names.inClient([])
      let played = server.play(delivery, before: before)
      #expect(played.succeeded, "\(delivery): \(played.errors)")
    }
    let wanted = MailServer.Delivery.allCases
    #expect(Shell.wait { smtptrace.sessionsReported == wanted.count }, "\(smtptrace.output) \(server.log("server"))")
    live.interrupt()
    live.waitUntilExit()
    #expect(live.terminationStatus == 0, "\(smtptrace.errors)")
    tcpdump.interrupt()
    tcpdump.waitUntilExit()

    let spoken = try LiveVerdict.all(in: smtptrace.output)
    #expect(spoken.map(\.outcome) == wanted.map(\.outcome), "\(spoken)")
    #expect(spoken == (try LiveProgram.verdicts(ofFile: file, ports: server.ports)))
    let others = try LiveProgram.verdicts(ofFile: theirs, ports: server.ports)
    #expect(spoken.map(\.withoutNumbers) == others.map(\.withoutNumbers))
    for (verdict, delivery) in zip(spoken, wanted) {
      expect(verdict, tells: delivery, LiveProgram.page(ofSession: verdict.id, in: file, ports: server.ports))
    }
  }

  private func expect(_ verdict: LiveVerdict, tells delivery: MailServer.Delivery, _ page: @autoclosure () -> String) {
    switch delivery {
    case .healthy, .openSSL: #expect(verdict.finding == "tls/completed")
    case .untrusted:
      #expect(verdict.stoppedBy == "client", "\(page())")
      #expect(verdict.finding == "tls/no-data-after-handshake", "\(page())")
    case .notOffered:
      #expect(verdict.stoppedBy == "client", "\(page())")
      #expect(verdict.finding == "starttls/not-offered")
    }
  }

  private func size(_ path: String) -> Int {
    (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
  }
}
