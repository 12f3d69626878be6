import ByteParsing
import CaptureFiles
import Diagnosis
import PacketLayers
import Reports
import SMTPAnalysis
import SMTPSession

/// The stages of the analysis, one after the other, each with what stands before it where it cannot be fed otherwise.
enum Stages {
  /// Reading, alone: the bytes of each packet are lent and not looked at.
  static func reading(_ name: String, _ bytes: [UInt8], _ packets: Int) -> Stage {
    Stage(name: name, amount: Amount(bytes: bytes.count, packets: packets)) { watch in
      var reader = try CaptureReader(bytes: bytes)
      try watch.measure { while try reader.next() != nil {} }
    }
  }

  static func reading(_ name: String, path: String, _ size: Int, _ packets: Int) -> Stage {
    Stage(name: name, amount: Amount(bytes: size, packets: packets)) { watch in
      try watch.measure {
        var reader = try CaptureReader(path: path)
        while try reader.next() != nil {}
      }
    }
  }

  /// Reading, and reading the headers of every packet.
  static func decoding(_ name: String, _ bytes: [UInt8], _ packets: Int) -> Stage {
    Stage(name: name, amount: Amount(bytes: bytes.count, packets: packets)) { watch in
      var reader = try CaptureReader(bytes: bytes)
      var decoder = PacketDecoder()
      try watch.measure {
        while let header = try reader.next() {
          _ = decoder.decode(
            reader.bytes, linkType: header.linkType, time: header.time, originalLength: header.originalLength)
        }
      }
    }
  }

  /// Reading, decoding, and following the connections; sessions are not built yet.
  static func following(_ name: String, _ bytes: [UInt8], _ packets: Int) -> Stage {
    Stage(name: name, amount: Amount(bytes: bytes.count, packets: packets)) { watch in
      var reader = try CaptureReader(bytes: bytes)
      var tracker = SessionTracker()
      try watch.measure { try follow(&reader, with: &tracker) }
    }
  }

  /// Building the sessions out of what was followed, and nothing else.
  static func building(_ name: String, _ bytes: [UInt8], _ packets: Int, sessions: Int) -> Stage {
    Stage(name: name, amount: Amount(bytes: bytes.count, packets: packets, sessions: sessions)) { watch in
      var reader = try CaptureReader(bytes: bytes)
      var tracker = SessionTracker()
      try follow(&reader, with: &tracker)
      watch.measure {
        tracker.finish()
        while let ended = tracker.nextEnded() { _ = ended.session() }
      }
    }
  }

  /// Holding the sessions against all rules.
  static func diagnosing(_ name: String, _ diagnosed: [DiagnosedSession]) -> Stage {
    let sessions = diagnosed.map(\.session)
    return Stage(name: name, amount: Amount(sessions: sessions.count)) { watch in
      watch.measure { for session in sessions { _ = Diagnoser.diagnose(session) } }
    }
  }

  static func writing(_ name: String, _ format: ReportStream.Format, _ diagnosed: [DiagnosedSession]) -> Stage {
    Stage(name: name, amount: Amount(sessions: diagnosed.count)) { watch in
      var report = ReportStream(
        format: format, style: TextStyle(usesColor: false), showsAll: true, onlySession: nil, isVerbose: false)
      watch.measure {
        for session in diagnosed {
          report.add(session)
          if report.hasOutput { _ = report.takeOutput() }
        }
        report.finish(CaptureSummary())
        _ = report.takeOutput()
      }
    }
  }

  /// Everything but writing, as the command does it: from a file to diagnosed sessions.
  static func analysing(_ name: String, path: String, _ size: Int, _ packets: Int, sessions: Int) -> Stage {
    Stage(name: name, amount: Amount(bytes: size, packets: packets, sessions: sessions)) { watch in
      try watch.measure { _ = try analyse(path: path) { _ in } }
    }
  }

  /// Gives each session of a capture to `take`; the count of packets.
  static func analyse(path: String, _ take: (DiagnosedSession) -> Void) throws -> Int {
    var analysis = Analysis()
    var capture = try analysis.open(path)
    while try analysis.readSome(&capture) {
      while let session = analysis.nextSession() { take(session) }
    }
    analysis.finish()
    while let session = analysis.nextSession() { take(session) }
    return analysis.packets
  }

  private static func follow(_ reader: inout CaptureReader, with tracker: inout SessionTracker) throws {
    var decoder = PacketDecoder()
    while let header = try reader.next() {
      let frame = reader.bytes
      if case .segment(let glance) = PacketGlance(frame, header), tracker.letsGo(glance, in: frame, time: header.time) {
        continue
      }
      let content = decoder.decode(
        frame, linkType: header.linkType, time: header.time, originalLength: header.originalLength)
      // The captures that are made here have no fragments.
      guard content == .tcp, !decoder.segment.encapsulation.contains(.fragmented) else { continue }
      let start = decoder.segment.payloadOffset
      let payload = frame.extracting(start..<(start + decoder.segment.capturedPayloadLength))
      tracker.accept(decoder.segment, payload: payload, id: header.id, time: header.time)
    }
  }
}
