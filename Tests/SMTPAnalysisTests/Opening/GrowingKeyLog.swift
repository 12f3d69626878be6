import CaptureFiles
import SMTPAnalysis
import SMTPSession

/// A capture that is read packet by packet, while the log of its keys is written.
enum GrowingKeyLog {
  /// The sessions, as a run reads them that shows them while they grow: what is said is read as it comes.
  ///
  /// - Parameters:
  ///   - log: The lines of the key log, each with its end.
  ///   - lines: How many of them are there before a packet, by its number.
  ///   - end: Whether the rest comes behind the last packet.
  static func sessions(
    of capture: [UInt8], log: [String], keysBefore lines: (_ packet: Int) -> Int, end: Bool
  ) throws -> [Session] {
    let secrets = Secrets(isGrowing: true)
    var options = AnalysisRun.options
    options.use(secrets)
    options.waitsForOthers = false
    options.followsSessions = true
    var analysis = Analysis(options: options)
    analysis.beginLive(name: "test", format: "live")
    var reader = try CaptureReader(bytes: capture, path: "memory", file: 0)
    var written = 0
    while let header = try reader.next() {
      let wanted = min(log.count, lines(Int(header.id.number)))
      if wanted > written { secrets.take(log: log[written..<wanted].joined()) }
      written = max(written, wanted)
      analysis.accept(header, reader.bytes)
      while analysis.nextChange() != nil {}
    }
    if end { secrets.take(log: log[written...].joined()) }
    analysis.finish()
    var sessions: [Session] = []
    while let session = analysis.nextSession() { sessions.append(session.session) }
    return sessions
  }
}
