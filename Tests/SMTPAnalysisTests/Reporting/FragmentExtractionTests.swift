import CaptureFiles
import Diagnosis
import Foundation
import PacketLayers
import Reports
import SMTPAnalysis
import TestSupport
import Testing

@Suite("One session is taken out of a capture of IP fragments and tunnels")
struct FragmentExtractionTests {
  /// How the packets are carried.
  struct Carriage: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var set: @Sendable (inout WireScript) -> Void
  }

  static let carriages: [Carriage] = [
    // The TCP header alone in the first, so that no fragment holds both the checksum and what it covers.
    Carriage(testDescription: "fragments of 24 bytes") { $0.fragmentLength = 24 },
    Carriage(testDescription: "fragments of 8 bytes, the last first") {
      $0.fragmentLength = 8
      $0.reversesFragments = true
    },
    Carriage(testDescription: "fragments in VXLAN") {
      $0.fragmentLength = 32
      $0.tunnel = vxlan
    },
    Carriage(testDescription: "VXLAN") { $0.tunnel = vxlan },
    Carriage(testDescription: "GRE with a checksum") { $0.tunnel = gre },
  ]

  private static let outer: ([UInt8], [UInt8]) = ([198, 51, 100, 1], [198, 51, 100, 2])

  @Sendable private static func vxlan(_ frame: [UInt8]) -> [UInt8] {
    let datagram = PacketBuilder.udp(from: outer.0, 40_123, to: outer.1, 4789, [8, 0, 0, 0, 0, 0, 7, 0] + frame)
    return PacketBuilder.ethernet(
      PacketBuilder.ip(from: outer.0, to: outer.1, protocol: 17, datagram), type: 0x0800)
  }

  @Sendable private static func gre(_ frame: [UInt8]) -> [UInt8] {
    // Transparent Ethernet bridging (0x6558), with the checksum bit.
    var packet: [UInt8] = [0x80, 0, 0x65, 0x58, 0, 0, 0, 0] + frame
    packet.replaceSubrange(4..<6, with: PacketBuilder.word(PacketBuilder.internetChecksum(packet)))
    return PacketBuilder.ethernet(PacketBuilder.ip(from: outer.0, to: outer.1, protocol: 47, packet), type: 0x0800)
  }

  @Test("redacted, it holds no secret in any piece and no wrong checksum, and proves the same", arguments: carriages)
  func redacted(carriage: Carriage) throws {
    let capture = ExtractionTests.wire(carriage.set).capture
    let (result, session) = try ExtractionTests.extract(capture, session: 2, redacted: true, redaction: .addresses)
    #expect(result.replacedBytes > 100)
    // Pieces are small: a part of a secret would be left where the whole is not.
    let login = Array(ExtractionTests.login)
    for start in stride(from: 0, to: login.count - 6, by: 6) {
      let part = String(login[start..<start + 6])
      #expect(!ExtractionTests.contains(result.bytes, part), "\(part)")
    }
    for word in ["merger", "Nobody", "companies", "alice"] { #expect(!ExtractionTests.contains(result.bytes, word)) }
    let again = try #require(AnalysisRun(bytes: result.bytes).sessions.first)
    #expect(again.verdict.finding == session.verdict.finding && again.verdict.certainty == session.verdict.certainty)
    try checkSums(result.bytes)
  }

  /// Every TCP checksum fits, and in a tunnel that of UDP or GRE too.
  private func checkSums(_ bytes: [UInt8]) throws {
    var reader = try CaptureReader(bytes: bytes)
    var decoder = PacketDecoder()
    var segments = 0
    while let header = try reader.next() {
      let content = decoder.decode(reader.bytes, linkType: header.linkType, time: header.time)
      let frame = (0..<reader.bytes.count).map { reader.bytes[$0] }
      if frame[23] == 17 {
        let datagram = Array(frame[34...])
        let pseudo = Array(frame[26..<34]) + [0, 17] + PacketBuilder.word(UInt16(datagram.count))
        #expect(PacketBuilder.internetChecksum(pseudo + datagram) == 0, "UDP, packet \(header.id.number)")
      } else if frame[23] == 47 {
        #expect(PacketBuilder.internetChecksum(Array(frame[34...])) == 0, "GRE, packet \(header.id.number)")
      }
      guard content == .tcp else { continue }
      segments += 1
      #expect(decoder.checksumIsValid(reader.bytes) == true, "packet \(header.id.number)")
    }
    #expect(segments > 20)
  }

  @Test("as they were, its packets are those of the capture, each in its place", arguments: carriages)
  func plain(carriage: Carriage) throws {
    let capture = ExtractionTests.wire(carriage.set).capture
    let (result, _) = try ExtractionTests.extract(capture, session: 2, redacted: false)
    #expect(result.difference == nil)
    var all: [[UInt8]] = []
    var original = try CaptureReader(bytes: capture)
    while try original.next() != nil { all.append((0..<original.bytes.count).map { original.bytes[$0] }) }
    var reader = try CaptureReader(bytes: result.bytes)
    var place = 0
    var taken = 0
    while try reader.next() != nil {
      let frame = (0..<reader.bytes.count).map { reader.bytes[$0] }
      // In the same order, without gaps: between the session's first and last packet stands nothing else.
      if taken == 0 { place = try #require(all.firstIndex(of: frame)) } else { place += 1 }
      #expect(all[place] == frame)
      taken += 1
    }
    #expect(taken == result.packets)
  }

  @Test("a fragment that was cut short shows nothing of what lies behind it")
  func cutShort() throws {
    // Every packet keeps so little that the ends of the fragments are gone, but not those of small ones.
    let capture = Self.cut(ExtractionTests.wire { $0.fragmentLength = 40 }.capture, to: 60)
    let found = try #require(AnalysisRun(bytes: capture).sessions.first { $0.session.id == 2 })
    var options = Extraction.Options(tool: "smtptrace test")
    options.isRedacted = true
    guard let result = try? Extraction(options: options).extract(found, inputs: [.bytes(capture)]) else { return }
    for word in ["merger", "Nobody", "companies"] { #expect(!ExtractionTests.contains(result.bytes, word), "\(word)") }
  }

  @Test("damaged fragments are taken out or refused, and no message shows, in no kind of output")
  func damaged() throws {
    var generator = SeededGenerator(seed: 791)
    for round in 0..<60 {
      var capture = ExtractionTests.wire { $0.fragmentLength = 24 }.capture
      for _ in 0..<20 {
        // The file's own headers stay, or nothing would be read: those of packets are damaged, from Ethernet on.
        let place = Int.random(in: 24..<capture.count, using: &generator)
        let frame = (place - 24) % 74
        if frame >= 16 { capture[place] = UInt8.random(in: 0...255, using: &generator) }
      }
      for session in AnalysisRun(bytes: capture).sessions where session.session.transcript.count > 20 {
        var report = IncidentReport(options: .init(tool: "smtptrace test"))
        var redactor = Redactor([])
        let told = redactor.redact(session)
        report.add(told)
        for format in IncidentReport.Format.allCases {
          let text = String(decoding: try report.bytes(format), as: UTF8.self)
          #expect(!text.contains("merger of the two"), "\(format), round \(round)")
        }
        let letter = Letter(told, to: .server, tool: "smtptrace test", note: nil, redactions: []).text()
        #expect(!letter.contains("merger of the two"), "round \(round)")
        var options = Extraction.Options(tool: "smtptrace test")
        options.isRedacted = true
        guard let result = try? Extraction(options: options).extract(session, inputs: [.bytes(capture)]) else {
          continue
        }
        #expect(result.packets > 0, "round \(round)")
        #expect(!ExtractionTests.contains(result.bytes, "merger of the two"), "round \(round)")
      }
    }
  }

  /// A capture of the classic format with at most `length` bytes of each packet.
  private static func cut(_ capture: [UInt8], to length: Int) -> [UInt8] {
    var output = Array(capture[..<24])
    var offset = 24
    while offset + 16 <= capture.count {
      let captured = Int(capture[offset + 8]) | Int(capture[offset + 9]) << 8
      let kept = min(captured, length)
      output += capture[offset..<offset + 8] + [UInt8(kept & 0xFF), UInt8(kept >> 8), 0, 0]
      output += capture[offset + 12..<offset + 16] + capture[offset + 16..<offset + 16 + kept]
      offset += 16 + captured
    }
    return output
  }

  @Test(
    "tshark puts the pieces together as those of the original",
    .enabled(if: Tool.isInstalled("tshark"), "tshark is not installed"))
  func dissection() throws {
    func fields(_ bytes: [UInt8]) throws -> [Substring] {
      try Tool.withFile(bytes, ending: "pcapng") { file in
        try Tool.run(
          "tshark",
          [
            "-r", file.path(), "-o", "tcp.check_checksum:TRUE", "-T", "fields", "-e", "frame.time_epoch", "-e",
            "ip.frag_offset", "-e", "tcp.seq", "-e", "tcp.len", "-e", "tcp.checksum.status", "-e", "smtp.req.command",
            "-e", "smtp.response.code",
          ]
        ).output.split(separator: "\n").filter { !$0.hasPrefix("Running as") }
      }
    }
    let capture = ExtractionTests.wire { $0.fragmentLength = 24 }.capture
    let (plain, _) = try ExtractionTests.extract(capture, session: 2, redacted: false)
    let (redacted, _) = try ExtractionTests.extract(capture, session: 2, redacted: true, redaction: .addresses)
    let expected = try fields(plain.bytes)
    #expect(expected.count == plain.packets && expected.contains { $0.contains("AUTH") })
    #expect(try fields(redacted.bytes) == expected)
  }
}
