import Foundation
import TestSupport

@testable import SMTPAnalysis

/// Sessions of several clients with several servers, each written turn by turn at its own time; the packets of all stand in the capture in
/// the order of their times.
struct SiblingScript {
  /// One connection, and where it has come to.
  struct Talk {
    let client: [UInt8]
    let server: [UInt8]
    let clientPort: UInt16
    var seconds: Double
    /// What is added to the time of each packet of the client, and of the server: where the packets were captured.
    var clientLag = 0.0
    var serverLag = 0.0
    fileprivate var clientNext: UInt32
    fileprivate var serverNext: UInt32
    fileprivate var packets: [(seconds: Double, frame: [UInt8])] = []

    init(
      client: [UInt8], server: [UInt8], port: UInt16 = 40_000, at seconds: Double, sequence: UInt32 = 1000
    ) {
      self.client = client
      self.server = server
      clientPort = port
      self.seconds = seconds
      clientNext = sequence
      serverNext = sequence &+ 4000
    }

    mutating func send(_ isClient: Bool, flags: UInt8, _ payload: [UInt8] = []) {
      seconds += 0.02
      let (from, to) = isClient ? (client, server) : (server, client)
      let ports: (UInt16, UInt16) = isClient ? (clientPort, 25) : (25, clientPort)
      let sequence = isClient ? clientNext : serverNext
      packets.append(
        (
          seconds + (isClient ? clientLag : serverLag),
          PacketBuilder.frame(
            from: from, ports.0, to: to, ports.1, sequence: sequence,
            acknowledgment: flags & 0x10 == 0 ? 0 : isClient ? serverNext : clientNext, flags: flags, payload: payload)
        ))
      let length = UInt32(payload.count) + (flags & 0x03 == 0 ? 0 : 1)
      if isClient { clientNext &+= length } else { serverNext &+= length }
    }

    mutating func open() {
      send(true, flags: 0x02)
      send(false, flags: 0x12)
      send(true, flags: 0x10)
    }

    mutating func client(_ line: String) { send(true, flags: 0x18, Array("\(line)\r\n".utf8)) }
    mutating func server(_ line: String) { send(false, flags: 0x18, Array("\(line)\r\n".utf8)) }

    mutating func close() {
      send(true, flags: 0x11)
      send(false, flags: 0x11)
      send(true, flags: 0x10)
    }

    /// Greeting and introduction, and the list with these words.
    mutating func introduce(_ words: [String], name: String = "mail.example.com") {
      open()
      server("220 mx.example.net ESMTP")
      client("EHLO \(name)")
      let lines = ["mx.example.net"] + words
      server(lines.dropLast().map { "250-\($0)\r\n" }.joined() + "250 \(lines[lines.count - 1])")
    }

    mutating func quit() {
      client("QUIT")
      server("221 2.0.0 Bye")
      close()
    }

    /// A message, which the server answers so at its recipient.
    mutating func mail(to recipient: String = "bob@example.net", answer: String = "250 2.1.5 Ok") {
      client("MAIL FROM:<alice@example.com>")
      server("250 2.1.0 Ok")
      client("RCPT TO:<\(recipient)>")
      server(answer)
      guard answer.hasPrefix("250") else { return }
      client("DATA")
      server("354 go on")
      client("Subject: x\r\n\r\nx\r\n.")
      server("250 2.0.0 Ok: queued as A1")
    }
  }

  static let client: [UInt8] = [192, 0, 2, 25]
  static let other: [UInt8] = [192, 0, 2, 99]
  static let server: [UInt8] = [203, 0, 113, 25]
  static let plain = ["PIPELINING", "8BITMIME"]
  static let withTLS = ["PIPELINING", "STARTTLS", "8BITMIME"]

  private var packets: [(seconds: Double, frame: [UInt8])] = []
  private var port: UInt16

  /// - Parameter firstPort: The clients' ports are counted from here.
  init(firstPort: UInt16 = 40_000) { port = firstPort }

  static var oneLook: SiblingScript {
    var script = SiblingScript()
    script.look(at: 0)
    return script
  }

  /// Writes a session that begins so many seconds after the capture.
  mutating func talk(
    _ client: [UInt8] = SiblingScript.client, _ server: [UInt8] = SiblingScript.server, at seconds: Double,
    sequence: UInt32? = nil, _ write: (inout Talk) -> Void
  ) {
    port += 1
    var talk = Talk(
      client: client, server: server, port: port, at: seconds, sequence: sequence ?? UInt32(port) &* 65_537)
    write(&talk)
    packets += talk.packets
  }

  /// EHLO, the list, QUIT.
  mutating func look(
    _ client: [UInt8] = SiblingScript.client, at seconds: Double, _ words: [String] = SiblingScript.plain,
    name: String = "mail.example.com"
  ) {
    talk(client, at: seconds) {
      $0.introduce(words, name: name)
      $0.quit()
    }
  }

  var capture: [UInt8] {
    var file: [UInt8] =
      [0xD4, 0xC3, 0xB2, 0xA1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0, 1, 0, 0, 0]
    // A stable order: what stands at the same time comes as it was written.
    let sorted = packets.enumerated().sorted { ($0.element.seconds, $0.offset) < ($1.element.seconds, $1.offset) }
    for (_, packet) in sorted {
      let micros = Int64((packet.seconds * 1e6).rounded())
      let values = [
        UInt32(1_700_000_000 + micros / 1_000_000), UInt32(micros % 1_000_000), UInt32(packet.frame.count),
        UInt32(packet.frame.count),
      ]
      for value in values {
        file += [UInt8(value & 0xFF), UInt8(value >> 8 & 0xFF), UInt8(value >> 16 & 0xFF), UInt8(value >> 24)]
      }
      file += packet.frame
    }
    return file
  }

  func run() -> AnalysisRun { AnalysisRun(bytes: capture) }
}
