import Foundation
import Testing

@testable import TLSHandshake

/// Public captures, where they are at hand.
enum PublicCaptures {
  static let folder: String? = {
    if let path = ProcessInfo.processInfo.environment["SMTPTRACE_CORPUS"] { return path }
    var url = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { url.deleteLastPathComponent() }
    let beside = url.deletingLastPathComponent().appendingPathComponent("shared/corpus").path
    return FileManager.default.fileExists(atPath: beside) ? beside : nil
  }()
}

/// Public captures, where they are at hand; what is expected of each is what Wireshark's dissector prints.
@Suite(.enabled(if: PublicCaptures.folder != nil, "no public captures (set SMTPTRACE_CORPUS to their folder)"))
struct CorpusTests {
  struct Expected {
    let file: String
    var connection = 0
    var version: UInt16?
    var suite: UInt16?
    var name: String?
    var alert: UInt8?
  }

  private static let expected: [Expected] = [
    Expected(file: "FlowTest__tls10", version: 0x0301, suite: 0xC014),
    Expected(file: "FlowTest__tls12", version: 0x0303, suite: 0xC030),
    Expected(file: "FlowTest__tls13_0rtt", version: 0x7F1C, suite: 0x1302, name: "dogfish.lan"),
    Expected(file: "FlowTest__tls13_0rtt", connection: 1, version: 0x7F1C, suite: 0x1302, name: "dogfish.lan"),
    Expected(file: "FlowTest__tls_cipher_error", alert: 40),
    Expected(file: "FlowTest__tls_invalid_cert", version: 0x0304, suite: 0x1302),
    Expected(file: "FlowTest__tls_malformed_cert", version: 0x0303, suite: 0xC030),
    Expected(file: "FlowTest__tls_ssl30", version: 0x0300, suite: 0xC014),
    Expected(file: "FlowTest__tls_version_error", alert: 70),
    Expected(file: "arkime__badcurveball", version: 0x0303, suite: 0xC02B, name: "bad.curveballtest.com", alert: 46),
    Expected(file: "arkime__tls-client-sessionid", version: 0x0301, suite: 0x0033, name: "bl.a.im"),
    Expected(file: "arkime__tls-split-client-hello", version: 0x0304, suite: 0x1301, name: "clients2.google.com"),
    Expected(file: "suricata-verify__ssl-v2-s1", version: 0x0301, suite: 0x0039),
    Expected(file: "suricata-verify__tls-extra-alert__input", alert: 40),
    Expected(file: "suricata-verify__tls_DER", version: 0x0303, suite: 0xC014, alert: 42),
    Expected(file: "tcpdump__tls-v1.0-alert", alert: 80),
    Expected(file: "zeek__certificate-request-failed", version: 0x0303, suite: 0xC030, alert: 40),
    Expected(
      file: "zeek__chrome-1250-tls-x25519-kyber", version: 0x0304, suite: 0x1301, name: "lh3.google.com"),
    Expected(file: "zeek__client-certificate", version: 0x0303, suite: 0xC030, name: "certauth.idrix.fr"),
    Expected(file: "zeek__dhe", version: 0x0303, suite: 0x0088),
    Expected(file: "zeek__ecdsa-cert", version: 0x0303, suite: 0xC02B),
    Expected(file: "zeek__hrr", version: 0x0304, suite: 0x1302),
    Expected(file: "zeek__missing-intermediate", version: 0x0301, suite: 0x0004),
    Expected(file: "zeek__missing-intermediate", connection: 1, version: 0x0303, suite: 0xC030),
    Expected(file: "zeek__tls-1.2-handshake-failure", alert: 40),
    Expected(file: "zeek__tls-expired-cert", version: 0x0301, suite: 0x0039),
    Expected(file: "zeek__tls-expired-cert", connection: 1, version: 0x0301, suite: 0x0035),
    Expected(file: "zeek__tls1.2-late-protocol-error", version: 0x0303, suite: 0x0004),
    Expected(file: "zeek__tls13draft16-ff52.a01", version: 0x7F10, suite: 0x1303, alert: 48),
  ]

  @Test func publicCapturesGiveWhatWiresharkGives() throws {
    let folder = try #require(PublicCaptures.folder)
    for expected in Self.expected {
      let data = try #require(
        FileManager.default.contents(atPath: "\(folder)/tls/\(expected.file).pcap"), "\(expected.file).pcap")
      let connections = SmallCapture.connections([UInt8](data))
      let index = expected.connection
      guard index < connections.count else {
        Issue.record("\(expected.file): \(connections.count) connections")
        continue
      }
      let client = stream(connections[index].client)
      let server = stream(connections[index].server)
      let result = TLSNegotiation(client: client, server: server)
      let place = "\(expected.file) connection \(index)"
      #expect(result.version?.rawValue == expected.version, "\(place)")
      #expect(result.cipherSuite?.rawValue == expected.suite, "\(place)")
      #expect(result.serverName == expected.name, "\(place)")
      let first = result.alerts.first { !$0.alert.isEncrypted }
      // A notice of closing is an alert that Wireshark's summary of the handshake does not name.
      let told = first?.alert.description == .closeNotify ? nil : first?.alert.description?.rawValue
      #expect(told == expected.alert, "\(place)")
      #expect((client.messages + server.messages).allSatisfy { !$0.isComplete || $0.problem == nil }, "\(place)")
    }
  }

  @Test func everyPublicCaptureIsReadWithoutFault() throws {
    let folder = try #require(PublicCaptures.folder)
    for part in ["tls", "smtp"] {
      for file in try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(part)") where file.hasSuffix(".pcap")
      {
        guard let data = FileManager.default.contents(atPath: "\(folder)/\(part)/\(file)") else { continue }
        for connection in SmallCapture.connections([UInt8](data)) {
          let client = stream(connection.client)
          let server = stream(connection.server)
          #expect(isSound(client, end: UInt64(connection.client.count)), "\(file)")
          #expect(isSound(server, end: UInt64(connection.server.count)), "\(file)")
          _ = TLSNegotiation(client: client, server: server).encryptedAlerts
        }
      }
    }
  }
}

/// Just enough of pcap, Ethernet, IPv4, IPv6 and TCP to lay out the captures above; the first sender is the client.
enum SmallCapture {
  struct Connection {
    var key: [UInt8]
    var client: [UInt8] = []
    var server: [UInt8] = []
    var segments: [(isClient: Bool, sequence: UInt32, payload: [UInt8], isSYN: Bool)] = []
  }

  static func connections(_ data: [UInt8]) -> [Connection] {
    guard data.count >= 24 else { return [] }
    let isLittle = data[0] == 0xD4 || data[0] == 0x4D
    func number(_ offset: Int) -> Int {
      let part = (0..<4).map { Int(data[offset + (isLittle ? 3 - $0 : $0)]) }
      return part[0] << 24 | part[1] << 16 | part[2] << 8 | part[3]
    }
    let link = number(20) & 0xFFFF
    var result: [Connection] = []
    var offset = 24
    while offset + 16 <= data.count {
      let length = number(offset + 8)
      offset += 16
      guard offset + length <= data.count else { break }
      add(Array(data[offset..<(offset + length)]), link: link, to: &result)
      offset += length
    }
    for index in result.indices {
      result[index].client = assemble(result[index].segments.filter { $0.isClient })
      result[index].server = assemble(result[index].segments.filter { !$0.isClient })
    }
    return result
  }

  private static func add(_ packet: [UInt8], link: Int, to result: inout [Connection]) {
    var start = link == 1 ? 14 : link == 0 ? 4 : 0
    if link == 1, packet.count > 18, packet[12] == 0x81 { start = 18 }
    guard packet.count > start + 20 else { return }
    let addresses: Range<Int>
    var end = packet.count
    let transport: Int
    switch packet[start] >> 4 {
    case 4:
      guard packet[start + 9] == 6 else { return }
      addresses = (start + 12)..<(start + 20)
      transport = start + Int(packet[start] & 15) * 4
      end = min(end, start + Int(packet[start + 2]) << 8 + Int(packet[start + 3]))
    case 6:
      guard packet.count > start + 40, packet[start + 6] == 6 else { return }
      addresses = (start + 8)..<(start + 40)
      transport = start + 40
      end = min(end, transport + Int(packet[start + 4]) << 8 + Int(packet[start + 5]))
    default: return
    }
    guard end >= transport + 20 else { return }
    let payload = transport + Int(packet[transport + 12] >> 4) * 4
    guard payload <= end else { return }
    let half = addresses.count / 2
    let from = packet[addresses].prefix(half) + packet[transport..<(transport + 2)]
    let to = packet[addresses].suffix(half) + packet[(transport + 2)..<(transport + 4)]
    let sequence = packet[(transport + 4)..<(transport + 8)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    let isSYN = packet[transport + 13] & 2 != 0
    let segment = (sequence, Array(packet[payload..<end]))
    if let index = result.firstIndex(where: { $0.key == Array(from + to) }) {
      result[index].segments.append((true, segment.0, segment.1, isSYN))
    } else if let index = result.firstIndex(where: { $0.key == Array(to + from) }) {
      result[index].segments.append((false, segment.0, segment.1, isSYN))
    } else {
      var connection = Connection(key: Array(from + to))
      connection.segments.append((true, segment.0, segment.1, isSYN))
      result.append(connection)
    }
  }

  private static func assemble(
    _ segments: [(isClient: Bool, sequence: UInt32, payload: [UInt8], isSYN: Bool)]
  ) -> [UInt8] {
    guard let first = segments.first else { return [] }
    var next = first.sequence &+ (first.isSYN ? 1 : 0)
    var waiting = segments.filter { !$0.payload.isEmpty }
    var result: [UInt8] = []
    while let index = waiting.firstIndex(where: { segment in
      let skip = Int32(bitPattern: next &- segment.sequence)
      return skip >= 0 && skip < segment.payload.count
    }) {
      let segment = waiting.remove(at: index)
      let rest = segment.payload.dropFirst(Int(next &- segment.sequence))
      result += rest
      next &+= UInt32(rest.count)
    }
    return result
  }
}
