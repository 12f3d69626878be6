import Foundation

/// Two machines with a cable between them.
struct Namespaces {
  static let serverAddress = "192.0.2.25"
  static let clientAddress = "192.0.2.26"
  private let server: String
  private let client: String

  init() {
    // Of its own for each test: suites run at the same time.
    let mark = String(UInt32.random(in: 0 ... .max), radix: 36)
    server = "smtptrace-s\(mark)"
    client = "smtptrace-c\(mark)"
  }

  func inServer(_ arguments: [String]) -> [String] { ["ip", "netns", "exec", server] + arguments }
  func inClient(_ arguments: [String]) -> [String] { ["ip", "netns", "exec", client] + arguments }

  func make() -> Bool {
    Shell.run(["ip", "netns", "add", server]).succeeded && Shell.run(["ip", "netns", "add", client]).succeeded
      && connect()
  }

  func connect() -> Bool {
    let steps: [[String]] = [
      inServer(["ip", "link", "add", "mail0", "type", "veth", "peer", "name", "mail1"]),
      inServer(["ip", "link", "set", "mail1", "netns", client]),
      inServer(["ip", "addr", "add", "\(Self.serverAddress)/24", "dev", "mail0"]),
      inClient(["ip", "addr", "add", "\(Self.clientAddress)/24", "dev", "mail1"]),
      inServer(["ip", "link", "set", "lo", "up"]), inClient(["ip", "link", "set", "lo", "up"]),
      inServer(["ip", "link", "set", "mail0", "up"]), inClient(["ip", "link", "set", "mail1", "up"]),
    ]
    return steps.allSatisfy { Shell.run($0).succeeded }
  }

  func remove() {
    _ = Shell.run(["ip", "netns", "del", server])
    _ = Shell.run(["ip", "netns", "del", client])
  }
}
