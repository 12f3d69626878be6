import CaptureFiles
import Diagnosis
import Foundation
import Reports
import SMTPAnalysis
import TestSupport
import Testing

/// Every place where a peer can put words, in every kind of output.
@Suite("Words of every place are tried in every writer")
struct HostilePlacesTests {
  /// In each place a word of its own with signs that mean something to somebody.
  static func marked(_ place: HostileCapture.Place) -> [UInt8] { Array("\(word(place))<b>&\u{202e}\u{1b}[1m_*".utf8) }

  static func word(_ place: HostileCapture.Place) -> String { "zq\(place.rawValue)" }

  static let run = AnalysisRun(bytes: HostileCapture.capture(marked).capture, name: "file<b>&\u{202e}\u{1b}[1m_*")

  /// The outputs of the analysis itself.
  static func output(_ format: ReportStream.Format, of run: AnalysisRun = run) -> String {
    var stream = ReportStream(
      format: format, style: TextStyle(usesColor: false), showsAll: true, onlySession: nil, isVerbose: true)
    for session in run.sessions { stream.add(session) }
    stream.finish(run.summary)
    return String(decoding: stream.takeOutput(), as: UTF8.self)
  }

  /// The comments of both sessions' captures.
  static func comments(_ words: [UInt8]?) throws -> String {
    let bytes = (words.map(HostileCapture.capture) ?? HostileCapture.capture(marked)).capture
    return try [1, 2].map { session in
      let (result, _) = try ExtractionTests.extract(bytes, session: session, redacted: false)
      var reader = try CaptureReader(bytes: result.bytes)
      while try reader.next() != nil {}
      return (reader.facts.sectionComments + reader.facts.packetComments.map(\.comment)).joined(separator: "\n")
    }.joined(separator: "\n")
  }

  @Test("each place is in each output", arguments: HostileCapture.Place.allCases)
  func places(place: HostileCapture.Place) throws {
    let report = ReportRun(Self.run).report
    // A word in the place of a mechanism that nobody knows may be a credential.
    let isShown = place != .mechanism
    for format in IncidentReport.Format.allCases {
      #expect(
        String(decoding: report.bytes(format), as: UTF8.self).contains(Self.word(place)) == isShown, "\(format)")
    }
    for format in [ReportStream.Format.text, .json, .ndjson] {
      #expect(Self.output(format).contains(Self.word(place)) == isShown, "\(format)")
    }
    // Comments hold what the transcript holds; a certificate is told there by its name and its issuer.
    if ![.alternativeName, .mailbox, .page].contains(place) {
      #expect(try Self.comments(nil).contains(Self.word(place)) == isShown)
    }
  }

  @Test("no output holds a hidden character", arguments: HostileTextTests.hostile)
  func hidden(words: String) throws {
    let run = AnalysisRun(bytes: HostileCapture.capture(Array(words.utf8)).capture, name: words)
    for format in [ReportStream.Format.text, .json, .ndjson, .summary] {
      #expect(HostileTextTests.hidden(in: Self.output(format, of: run)).isEmpty, "\(format)")
    }
    for line in Self.output(.ndjson, of: run).split(separator: "\n") {
      #expect(try JSONSerialization.jsonObject(with: Data(line.utf8)) is [String: Any])
    }
    #expect(HostileTextTests.hidden(in: try Self.comments(Array(words.utf8))).isEmpty)
  }

  @Test("bytes that are no UTF-8 become text in every output")
  func invalidUTF8() throws {
    var generator = SeededGenerator(seed: 3676)
    for _ in 0..<8 {
      let words = (0..<200).map { _ in UInt8.random(in: 0...0xFF, using: &generator) }
      let run = AnalysisRun(bytes: HostileCapture.capture(words).capture)
      for format in IncidentReport.Format.allCases {
        let bytes = ReportRun(run).report.bytes(format)
        #expect(String(validating: bytes, as: UTF8.self).map(HostileTextTests.hidden(in:)) == [], "\(format)")
      }
      for format in [ReportStream.Format.text, .json, .ndjson, .summary] {
        #expect(HostileTextTests.hidden(in: Self.output(format, of: run)).isEmpty)
      }
      #expect(HostileTextTests.hidden(in: try Self.comments(words)).isEmpty)
    }
  }

  @Test("the certificate's own facts are in every report")
  func certificate() throws {
    let report = ReportRun(Self.run).report
    for format in [IncidentReport.Format.html, .markdown, .text] {
      let text = String(decoding: report.bytes(format), as: UTF8.self)
      for word in ["2023-01-01T00:00:00Z", "2033-12-31T23:59:59Z", "EC P-256", "SHA-256 fingerprint"] {
        #expect(text.contains(word), "\(word) in \(format)")
      }
    }
  }
}
