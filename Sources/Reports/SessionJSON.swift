import CaptureFiles
import Certificates
package import Diagnosis
import PacketLayers
package import SMTPSession
import SMTPTranscript

/// The JSON of one session and of one capture: the contract that `Schema.json` describes.
package enum SessionJSON {
  /// The version of the contract. Raised only when a key changes its meaning or goes.
  package static let schemaVersion = 1

  /// - Parameter line: What a line that stands alone says of itself; `nil` within a document.
  package static func write(
    _ diagnosed: DiagnosedSession, to json: inout JSONBuffer, multipleFiles: Bool, line: LineContext? = nil,
    hasTranscript: Bool = true
  ) {
    let session = diagnosed.session
    json.beginObject()
    if let line {
      json.field("type", word: "session")
      json.field("schemaVersion", schemaVersion)
      json.field("sensor", line.sensor)
      json.field("capture", line.capture(UInt32(session.start.packet.file)))
      if !line.redacted.isEmpty {
        json.strings("redacted", line.redacted)
      }
    }
    json.field("id", session.id)
    json.field("key", SessionKey.of(session))
    json.field("protocol", word: session.protocolName.rawValue)
    json.field("client", session.client)
    json.field("server", session.server)
    json.field("start", session.start.time)
    json.field("end", session.end.time)
    json.field("communityID", CommunityID.of(session.client, session.server))
    if multipleFiles { json.field("file", Int(session.start.packet.file)) }
    json.key("stages")
    json.beginArray()
    for report in diagnosed.stages {
      json.beginObject()
      json.field("stage", word: report.stage.rawValue)
      json.field("state", word: report.state.rawValue)
      json.field("packet", report.at.map { Int($0.packet.number) })
      json.key("seconds")
      if let at = report.at { json.seconds(at.time.seconds(since: session.start.time)) } else { json.null() }
      json.endObject()
    }
    json.endArray()
    verdict(diagnosed.verdict, &json)
    json.key("findings")
    json.beginArray()
    for finding in diagnosed.findings { write(finding, to: &json, withSessions: false) }
    json.endArray()
    json.key("tls")
    if let tls = session.tls { write(tls, session, &json) } else { json.null() }
    authentications(session, &json)
    transactions(session, &json)
    hellos(session, &json)
    if line?.hasTranscript ?? hasTranscript { transcript(diagnosed, &json) }
    if line?.isMergeable ?? false {
      json.field("border", line?.hasSeam ?? false ? diagnosed.border.word : nil)
      json.field("remembered", diagnosed.remembered)
      json.key("review")
      if diagnosed.isOpenToOthers { SessionReview(diagnosed).write(to: &json) } else { json.null() }
    }
    json.endObject()
  }

  package static func write(_ finding: Finding, to json: inout JSONBuffer, withSessions: Bool) {
    json.beginObject()
    json.field("id", word: finding.id)
    json.field("severity", word: finding.severity.rawValue)
    json.field("certainty", word: finding.certainty.rawValue)
    json.field("summary", finding.summary)
    if withSessions {
      json.key("sessions")
      json.beginArray()
      for id in finding.sessions { json.integer(id) }
      json.endArray()
    }
    json.key("evidence")
    json.beginArray()
    for evidence in finding.evidence {
      json.beginObject()
      json.key("packets")
      json.beginArray()
      for packet in evidence.packets { json.integer(Int(packet.number)) }
      json.endArray()
      if evidence.packets.contains(where: { $0.file != 0 }) {
        json.field("file", evidence.packets.first.map { Int($0.file) })
      }
      json.field("quote", evidence.quote)
      json.field("meaning", evidence.meaning)
      json.endObject()
    }
    json.endArray()
    json.key("remedies")
    json.beginArray()
    for remedy in finding.remedies {
      json.beginObject()
      json.field("actor", word: remedy.actor.rawValue)
      json.field("text", remedy.text)
      json.endObject()
    }
    json.endArray()
    json.key("nextCommands")
    json.beginArray()
    for command in finding.nextCommands { json.string(command) }
    json.endArray()
    json.endObject()
  }

  package static func write(_ capture: CaptureSummary, sensor: String? = nil, to json: inout JSONBuffer) {
    json.beginObject()
    json.key("files")
    json.beginArray()
    for file in capture.files { json.string(file.name) }
    json.endArray()
    json.field("packets", capture.packets)
    json.field("sessions", capture.sessions)
    json.key("selection")
    json.beginArray()
    for word in capture.selection { json.string(word) }
    json.endArray()
    json.field("selected", capture.selected)
    json.field("firstPacketTime", capture.firstPacketTime.map(UTCTime.rfc3339))
    json.field("lastPacketTime", capture.lastPacketTime.map(UTCTime.rfc3339))
    json.key("caveats")
    json.beginArray()
    for caveat in capture.caveats { json.string(caveat) }
    json.endArray()
    json.key("omissions")
    json.beginArray()
    for omission in capture.omissions {
      json.beginObject()
      json.field("kind", word: omission.kind.rawValue)
      json.field("count", omission.count)
      json.field("file", omission.file)
      json.field("text", omission.sentence)
      json.endObject()
    }
    json.endArray()
    if capture.survey != nil {
      writeInputs(capture.files, sensor: sensor, to: &json)
      json.key("seam")
      if let seam = capture.seam {
        json.beginObject()
        json.field("file", seam.file)
        json.field("bytes", Int(clamping: seam.fingerprint.bytes))
        json.field("fingerprint", seam.fingerprint.digest)
        json.field("packets", seam.packets.count)
        json.key("ports")
        json.beginArray()
        for port in seam.ports { json.integer(Int(port)) }
        json.endArray()
        json.endObject()
      } else {
        json.null()
      }
    }
    json.endObject()
  }

  /// Packets of one line, so that no line is long.
  private static let seamPacketsPerLine = 8192

  /// Where each packet of the seam lies in the captures, in its order: a file and a packet's number each.
  private static func writeSeam(_ seam: CaptureSummary.Seam, sensor: String?, to json: inout JSONBuffer) {
    for start in stride(from: 0, to: seam.packets.count, by: seamPacketsPerLine) {
      json.beginObject()
      json.field("type", word: "seam")
      json.field("schemaVersion", schemaVersion)
      json.field("sensor", sensor)
      json.key("packets")
      json.beginArray()
      for packet in seam.packets[start..<min(start + seamPacketsPerLine, seam.packets.count)] {
        json.beginArray()
        json.integer(Int(packet.file))
        json.integer(Int(packet.number))
        json.endArray()
      }
      json.endArray()
      json.endObject()
      json.newline()
    }
  }

  /// What was read, so that it is known again.
  package static func writeInputs(_ files: [CaptureSummary.File], sensor: String?, to json: inout JSONBuffer) {
    json.key("inputs")
    json.beginArray()
    for file in files {
      json.beginObject()
      json.field("name", file.name)
      json.field("sensor", file.sensor ?? sensor)
      json.field("bytes", file.fingerprint.map { Int(clamping: $0.bytes) })
      json.field("fingerprint", file.fingerprint?.digest)
      json.field("packets", file.packets)
      json.field("firstPacketTime", file.firstPacketTime.map(UTCTime.rfc3339))
      json.field("lastPacketTime", file.lastPacketTime.map(UTCTime.rfc3339))
      json.field("error", file.error)
      json.endObject()
    }
    json.endArray()
  }

  /// The last line of the output that has one line for each session.
  ///
  /// - Parameter written: Called after each line of the survey, which stands before; it may take what the buffer holds.
  package static func writeCaptureLine(
    _ capture: CaptureSummary, _ line: LineContext, to json: inout JSONBuffer,
    written: (inout JSONBuffer) -> Void = { _ in }
  ) {
    if let seam = capture.seam { writeSeam(seam, sensor: line.sensor, to: &json) }
    if let survey = capture.survey { SurveyJSON.writeLines(survey, sensor: line.sensor, to: &json, written: written) }
    json.beginObject()
    json.field("type", word: "capture")
    json.field("schemaVersion", schemaVersion)
    json.field("sensor", line.sensor)
    json.key("findings")
    json.beginArray()
    for finding in capture.findings { write(finding, to: &json, withSessions: true) }
    json.endArray()
    json.key("capture")
    write(capture, sensor: line.sensor, to: &json)
    json.endObject()
    json.newline()
  }

  package static func verdict(_ verdict: Verdict, _ json: inout JSONBuffer) {
    json.key("verdict")
    json.beginObject()
    json.field("outcome", word: verdict.outcome.rawValue)
    json.field("disposition", word: verdict.disposition.rawValue)
    json.field("stage", word: verdict.stage.rawValue)
    json.field("stoppedBy", word: verdict.stoppedBy.rawValue)
    json.field("closedBy", word: verdict.closedBy.rawValue)
    json.field("actor", word: verdict.actor.rawValue)
    json.field("finding", verdict.finding)
    json.field("certainty", word: verdict.certainty.rawValue)
    json.key("alternatives")
    json.beginArray()
    for other in verdict.alternatives {
      json.beginObject()
      json.field("finding", other.finding)
      json.field("certainty", word: other.certainty.rawValue)
      json.endObject()
    }
    json.endArray()
    json.field("summary", verdict.sentence)
    json.field("next", verdict.next)
    json.endObject()
  }

  private static func write(_ tls: TLSFacts, _ session: Session, _ json: inout JSONBuffer) {
    json.beginObject()
    json.field("mode", word: tls.mode.rawValue)
    json.field("completed", tls.completed)
    json.field("version", tls.version)
    json.field("cipherSuite", tls.cipherSuite)
    json.field("group", tls.group)
    json.field("serverName", tls.serverName)
    json.field("resumed", tls.resumed)
    let fingerprints = TLSFingerprints(tls)
    json.field("ja3", fingerprints.ja3)
    json.field("ja3s", fingerprints.ja3s)
    json.field("ja4", fingerprints.ja4)
    json.field("clientCertificate", word: tls.clientCertificate.rawValue)
    json.field("opening", word: opening(tls.opening))
    json.field("unopenedRecords", tls.opening.unopened)
    CertificateJSON.write(tls, to: &json)
    json.key("alerts")
    json.beginArray()
    for alert in tls.alerts {
      json.beginObject()
      json.field("from", word: alert.from.name)
      json.field("level", alert.level)
      json.field("description", alert.description)
      json.field("encrypted", alert.isEncrypted)
      json.field("packet", Int(alert.at.packet.number))
      json.endObject()
    }
    json.endArray()
    json.endObject()
  }

  private static func opening(_ opening: TLSOpening) -> String {
    switch opening {
    case .noSecrets: "noSecrets"
    case .opened: "opened"
    case .traced: "traced"
    case .nothingFits: "nothingFits"
    case .unknownCipher: "unknownCipher"
    case .otherSecrets: "otherSecrets"
    }
  }

  private static func authentications(_ session: Session, _ json: inout JSONBuffer) {
    json.key("auth")
    json.beginArray()
    for auth in session.authentications {
      json.beginObject()
      json.field("mechanism", auth.mechanism)
      json.field("outcome", word: auth.outcome.rawValue)
      json.field("replyCode", auth.reply?.code)
      json.field("protected", auth.isProtected)
      json.field("packet", Int(session.exchanges[auth.exchange].command.at.packet.number))
      json.field("user", auth.user)
      json.endObject()
    }
    json.endArray()
  }

  private static func transactions(_ session: Session, _ json: inout JSONBuffer) {
    json.key("transactions")
    json.beginArray()
    for mail in session.transactions {
      json.beginObject()
      json.field("mailFrom", mail.mailFrom)
      json.key("recipients")
      json.beginArray()
      for recipient in mail.recipients {
        json.beginObject()
        json.field("address", recipient.address)
        json.field("replyCode", recipient.reply?.code)
        json.endObject()
      }
      json.endArray()
      json.field("messageBytes", Int(clamping: mail.messageBytes))
      json.field("outcome", word: mail.outcome.rawValue)
      json.field("replyCode", mail.decidingReply?.code)
      json.endObject()
    }
    json.endArray()
  }

  private static func hellos(_ session: Session, _ json: inout JSONBuffer) {
    json.key("ehlo")
    json.beginArray()
    for hello in session.hellos {
      json.beginObject()
      json.field("verb", hello.verb == .helo ? "HELO" : hello.verb == .lhlo ? "LHLO" : "EHLO")
      json.field("name", hello.clientName)
      json.field("serverName", hello.serverName)
      json.key("keywords")
      json.beginArray()
      for keyword in hello.keywords { json.string(keyword.line) }
      json.endArray()
      json.field("complete", hello.listIsComplete)
      json.field("packet", Int(session.exchanges[hello.exchange].command.at.packet.number))
      json.field("protected", hello.isProtected)
      json.endObject()
    }
    json.endArray()
  }

  private static func transcript(_ diagnosed: DiagnosedSession, _ json: inout JSONBuffer) {
    let start = diagnosed.session.start.time
    let lines = diagnosed.session.transcript
    json.key("transcript")
    json.beginArray()
    // By their places: a line is large, and would be copied.
    for place in lines.indices {
      write(lines[place], start: start, isAfterEnd: diagnosed.comesAfterEnd(lines[place]), &json)
    }
    json.endArray()
  }

  private static func write(
    _ line: borrowing TranscriptLine, start: Timestamp, isAfterEnd: Bool, _ json: inout JSONBuffer
  ) {
    json.beginObject()
    json.field("packet", Int(line.at.packet.number))
    json.key("seconds")
    json.seconds(line.at.time.seconds(since: start))
    json.field("from", word: line.from?.name ?? "note")
    json.field("kind", word: line.kind.rawValue)
    if let layer = line.layer { json.field("layer", word: layer.rawValue) } else { json.nullField("layer") }
    json.field("afterEnd", isAfterEnd)
    json.field("text", line.text)
    json.endObject()
  }
}

extension Side {
  /// The word of the JSON contract.
  var name: String { self == .client ? "client" : "server" }
}

extension DiagnosedSession {
  /// The session's stages, with the one where it stopped marked as failed; one that was reached and after which it broke off stays
  /// reached.
  var stages: [StageReport] {
    guard verdict.outcome == .stopped else { return session.stages }
    return session.stages.map { report in
      guard report.stage == verdict.stage, verdict.failed(at: report) else { return report }
      return StageReport(stage: report.stage, state: .failed, at: report.at)
    }
  }

  /// The stages that are worth a word: none behind the one where it stopped, and no goodbye that only follows from it.
  var shownStages: [StageReport] {
    let all = stages
    guard verdict.outcome == .stopped else { return all.filter { $0.state != .notReached } }
    let hasFailed = all.contains { $0.stage == verdict.stage && $0.state == .failed }
    return all.filter {
      guard $0.state != .notReached, $0.stage != .quit else { return false }
      if $0.stage <= verdict.stage { return true }
      // A session can go on in clear behind a refusal of TLS; its handshake does not go on behind its failure.
      return $0.state == .reached && !(hasFailed && verdict.stage >= .starttls && $0.stage <= .secondEHLO)
    }
  }

  /// Whether it broke off behind a stage that had been reached.
  var endsBetweenStages: Bool {
    verdict.outcome == .stopped && !stages.contains { $0.state == .failed }
  }

  func isAlternative(_ finding: Finding) -> Bool { verdict.alternatives.contains { $0.finding == finding.id } }
}

extension Verdict {
  /// Whether the stage of the verdict is one that the session failed at, and not one behind which it broke off.
  func failed(at report: StageReport) -> Bool { failed(at: report.stage, report.state, isShown: report.at != nil) }

  /// - Parameter isShown: Whether a packet shows the stage.
  package func failed(at stage: Stage, _ state: StageReport.State, isShown: Bool) -> Bool {
    if stage.isInHandshake { return true }
    if state == .reached {
      // Of several commands of one kind some were granted, and one of them was refused.
      let isRefused = disposition == .deferred || disposition == .refused
      return isRefused && stage >= .starttls
    }
    // What the client never asked for did not fail.
    return isShown || stage < .ehlo
  }
}

extension Stage {
  fileprivate var isInHandshake: Bool { self >= .clientHello && self <= .clientFlight }
}
