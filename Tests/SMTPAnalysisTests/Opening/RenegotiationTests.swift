import Foundation
import SMTPAnalysis
import SMTPSession
import TestSupport
import Testing

/// A connection under TLS 1.2 that is negotiated anew has two sets of keys, of which the second holds behind the second
/// ChangeCipherSpec of each side (RFC 5246 section 7.1).
@Suite("Keys of a renegotiation")
struct RenegotiationTests {
  private static let capture = ProjectFolders.captures.appending(path: "keys-renegotiated-tls12.pcapng")

  /// The lines of the block of keys that the capture carries, one for each handshake.
  private func keys() throws -> [String] {
    let text = String(decoding: try Data(contentsOf: Self.capture), as: UTF8.self)
    return text.matches(of: #/CLIENT_RANDOM [0-9a-f]{64} [0-9a-f]{96}/#).map { String($0.output) + "\n" }
  }

  /// The same capture, of whose own keys nothing is known: the label of each is made one that is of no use.
  private func withoutKeys() throws -> [UInt8] {
    var bytes = [UInt8](try Data(contentsOf: Self.capture))
    let label = Array("CLIENT_RANDOM ".utf8)
    for place in bytes.indices.dropLast(label.count)
    where bytes[place..<(place + label.count)].elementsEqual(label) { bytes[place] = UInt8(ascii: "X") }
    return bytes
  }

  /// Reads the packets one by one, while a key log is written: so many lines of it are there before a packet.
  private func session(_ lines: (_ packet: Int) -> Int) throws -> Session {
    let sessions = try GrowingKeyLog.sessions(of: withoutKeys(), log: keys(), keysBefore: lines, end: false)
    return try #require(sessions.first)
  }

  private func said(_ session: Session) -> [String] {
    session.transcript.filter { $0.layer == .tls && $0.kind != .tls }.map(\.text)
  }

  @Test("what is said behind it is read, and belongs to the same dialogue")
  func bothKeys() throws {
    #expect(try keys().count == 2)
    let session = try #require(AnalysisRun([Self.capture]).sessions.first).session
    #expect(session.tls?.opening == .opened(unopened: 0, speaks: true))
    #expect(said(session).map { $0.uppercased() } == ["EHLO MAIL.EXAMPLE.COM", "QUIT"])
    let finished = session.transcript.filter { $0.text == "Finished" }
    #expect(finished.count == 4)
    #expect(session.transcript.contains { $0.text == "alert warning close_notify" })
  }

  @Test("without its keys what is behind it is counted, each record once")
  func firstKeysAlone() throws {
    let session = try session { _ in 1 }
    #expect(session.tls?.opening == .opened(unopened: 4, speaks: true))
    #expect(said(session).map { $0.uppercased() } == ["EHLO MAIL.EXAMPLE.COM"])
    #expect(session.transcript.filter { $0.text == "ChangeCipherSpec" }.count == 4)
  }

  @Test("a log that grows may bring them later than what they open", arguments: 18..<31)
  func lateKeys(packet: Int) throws {
    let session = try session { $0 >= packet ? 2 : 1 }
    #expect(session.tls?.opening == .opened(unopened: 0, speaks: true))
    #expect(said(session).map { $0.uppercased() } == ["EHLO MAIL.EXAMPLE.COM", "QUIT"])
  }

  @Test("a capture that is taken out with its keys has those of both handshakes")
  func extracted() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "renegotiated-\(UUID()).pcapng").path()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let extract = try ReportCommandTests.run([
      "extract", Self.capture.path(), "--session", "1", "--with-secrets", "-o", path,
    ])
    #expect(extract.status == 0, "\(extract.output)")
    let session = try #require(AnalysisRun([URL(filePath: path)]).sessions.first).session
    #expect(session.tls?.opening == .opened(unopened: 0, speaks: true))
  }
}
