import CaptureFiles
import Diagnosis
import Mustache
import PacketLayers
import SMTPSession
import SMTPTranscript

/// Writes a report as one HTML document that needs nothing else: no script, no other file, no network.
struct HTMLReport {
  let report: IncidentReport

  /// The document.
  func text() throws -> String {
    MustacheContentTypes.register(HTMLText(), named: HTMLText.name)
    let template = try MustacheTemplate(string: HTMLTemplate.page)
    return template.render(context)
  }

  // A key that is absent would be looked up further out, so what is not there is `false`.
  private var context: [String: Any] {
    var values: [String: Any] = [
      "css": HTMLStyle.css, "title": report.title, "tool": report.options.tool, "privacy": report.privacy,
      "verdict": false, "note": false, "facts": ReportFacts.capture(report).map(Self.fact),
      "files": files, "caveats": report.capture.caveatSentences,
      "hasCaveats": !report.capture.caveatSentences.isEmpty, "together": false,
      "overview": report.tally.sessions > 1 ? overview : false,
      "sessions": report.detailed.map { session(SessionStory($0, namesFiles: report.namesFiles)) },
      "others": report.rows.count > 1 || report.unlistedRows > 0 ? others : false,
    ]
    if let first = report.detailed.first {
      values["verdict"] = verdict(SessionStory(first, namesFiles: report.namesFiles))
    }
    if let note = report.options.note {
      values["note"] = ["lines": note.split(separator: "\n").map(String.init)]
    }
    if !report.capture.findings.isEmpty {
      let findings = report.capture.findings.map { finding -> [String: Any] in
        var values = explanation(finding)
        let sessions = ReportFacts.list(finding.sessions)
        values["basis"] = "sessions \(sessions) · certainty: \(finding.certainty.rawValue) · \(finding.id)"
        return values
      }
      values["together"] = ["findings": findings]
    }
    return values
  }

  private var files: [[String: Any]] {
    report.capture.files.enumerated().map { index, file in
      let digest = index < report.digests.count ? report.digests[index] : nil
      return [
        "name": report.namesFiles ? "\(index + 1): \(file.name)" : file.name,
        "details": "\(CaptureText.counted(file.packets, "packet", "packets")), \(file.format)",
        "digest": digest.map { "SHA-256 \($0)" } ?? "SHA-256 not known: it was read from a pipe",
      ]
    }
  }

  private static func fact(_ fact: (label: String, value: String)) -> [String: Any] {
    ["label": fact.label, "value": fact.value]
  }

  private func verdict(_ story: SessionStory) -> [String: Any] {
    let verdict = story.diagnosed.verdict
    return [
      "outcome": verdict.outcome.rawValue, "outcomeWord": verdict.outcome.rawValue, "sign": verdict.outcome.sign,
      "sentence": verdict.sentence, "basis": story.basis, "next": verdict.next,
      "which": report.which(story.diagnosed).isEmpty ? "" : "\(report.which(story.diagnosed)): ",
    ]
  }

  private func session(_ story: SessionStory) -> [String: Any] {
    let session = story.session
    var values = verdict(story)
    values["id"] = session.id
    // The first session's verdict stands over everything already.
    values["isNew"] = session.id != report.detailed.first?.session.id
    values["client"] = session.client.description
    values["server"] = session.server.description
    values["times"] = ReportFacts.times(story)
    values["stages"] = story.stages.map { stage($0, story) }
    values["why"] = story.diagnosed.primaryFinding.map { explanation($0) as Any } ?? false
    values["pictures"] = pictures(story)
    values["lines"] = story.entries.map(line)
    values["tls"] = session.tls == nil ? false : tls(story) as Any
    let others = story.diagnosed.findings.filter { $0.id != story.diagnosed.primaryFinding?.id }
    values["also"] =
      others.isEmpty
      ? false
      : [
        "findings": others.map { finding -> [String: Any] in
          [
            "severity": finding.severity.rawValue, "summary": finding.summary,
            "basis": ReportFacts.basis(finding, story),
          ]
        }
      ] as [String: Any]
    return values
  }

  private func tls(_ story: SessionStory) -> [String: Any] {
    [
      "facts": story.tlsFacts.map(Self.fact),
      "certificates": story.certificates.map { certificate -> [String: Any] in
        ["heading": certificate.heading, "facts": certificate.facts.map(Self.fact)]
      },
    ]
  }

  private func stage(_ stage: StageReport, _ story: SessionStory) -> [String: Any] {
    let (sign, word) = ReportFacts.state(stage.state)
    var detail = stage.state == .reached ? "" : word
    if let at = stage.at { detail += "\(detail.isEmpty ? "" : ", ")packet \(story.packetName(at.packet))" }
    return ["state": stage.state.rawValue, "sign": sign, "name": story.stageName(stage), "detail": detail]
  }

  private func explanation(_ finding: Finding) -> [String: Any] {
    [
      "summary": finding.summary, "meaning": finding.meaning,
      "hasEvidence": !finding.evidence.isEmpty,
      "evidence": finding.evidence.map { evidence -> [String: Any] in
        [
          "packets": ReportFacts.packets(evidence, in: report),
          "quote": evidence.quote.map { SessionStory.shortened($0, SessionStory.maximumLineLength) as Any } ?? false,
          "meaning": evidence.meaning,
        ]
      },
      "hasRemedies": !finding.remedies.isEmpty,
      "remedies": finding.remedies.map { remedy -> [String: Any] in
        ["who": "\(ReportFacts.responsible(remedy.actor)):", "text": remedy.text]
      },
      "hasCommands": !finding.nextCommands.isEmpty, "commandLead": ReportFacts.commandLead(finding),
      "commands": finding.nextCommands.map { command -> [String: Any] in
        ["words": command.split(separator: " ").map(String.init)]
      },
      "unknowable": finding.unknowable.isEmpty ? false : finding.unknowable as Any,
      "hasLogs": !finding.logMessages.isEmpty,
      "logs": finding.logMessages.map { ["source": $0.source, "text": $0.text] },
    ]
  }

  private func line(_ entry: SessionStory.Entry) -> [String: Any] {
    switch entry {
    case .omitted(let count):
      return [
        "classes": "aside", "packet": "…", "seconds": "", "from": "",
        "text": "\(CaptureText.counted(count, "line", "lines")) left out", "note": false, "failure": false,
      ]
    case .line(let line):
      let side = line.from?.name ?? "aside"
      return [
        "classes": line.isEvidence ? "\(side) evidence" : side, "packet": line.packet, "seconds": line.seconds,
        "from": line.from?.name ?? "", "text": line.text, "note": line.note.map { $0 as Any } ?? false,
        "failure": line.isFailure,
      ]
    }
  }
}

// MARK: - Pictures

extension HTMLReport {
  private static let top = 60
  private static let stepHeight = 34
  private static let clientX = 150
  private static let serverX = 690

  private func pictures(_ story: SessionStory) -> [[String: Any]] {
    let pictures = Ladder(story).pictures
    return pictures.enumerated().map { index, steps in
      let height = Self.top + steps.count * Self.stepHeight + 14
      return [
        "part": index + 1, "parts": pictures.count, "key": "\(story.session.id)-\(index + 1)", "height": height,
        "bottom": height - 8,
        // Long addresses of IPv6 go inwards from the edges.
        "clientAddressX": isLong(story.session.client) ? 6 : Self.clientX,
        "clientAnchor": isLong(story.session.client) ? "start" : "middle",
        "serverAddressX": isLong(story.session.server) ? 754 : Self.serverX,
        "serverAnchor": isLong(story.session.server) ? "end" : "middle",
        "steps": steps.enumerated().map { place, step in self.step(step, place) },
      ]
    }
  }

  private func isLong(_ end: Endpoint) -> Bool { end.description.utf8.count > 21 }

  private func step(_ step: Ladder.Step, _ place: Int) -> [String: Any] {
    let lineY = Self.top + place * Self.stepHeight + 16
    var classes = step.from == nil ? ["aside"] : []
    if step.isEvidence { classes.append("evidence") }
    if step.isFailure { classes.append("failure") }
    var values: [String: Any] = [
      "classes": classes.joined(separator: " "), "packet": step.packet.isEmpty ? "" : "#\(step.packet)",
      "seconds": step.seconds, "y": lineY + 4, "label": step.label, "arrow": false, "failure": false,
      "labelX": (Self.clientX + Self.serverX) / 2, "labelY": step.from == nil ? lineY + 4 : lineY - 5,
      "anchor": "middle", "lineY": lineY,
    ]
    if let from = step.from {
      let (start, end, back) = from == .client ? (Self.clientX, Self.serverX, -9) : (Self.serverX, Self.clientX, 9)
      values["arrow"] =
        [
          "x1": start, "x2": end + back / 2, "lineY": lineY,
          "head": "M\(end) \(lineY) L\(end + back) \(lineY - 4) L\(end + back) \(lineY + 4) Z",
        ] as [String: Any]
    }
    if step.isFailure {
      let x = step.from == .client ? Self.serverX : step.from == .server ? Self.clientX : Self.serverX + 30
      values["failure"] =
        [
          "x": x, "lineY": lineY,
          "cross": "M\(x - 4) \(lineY - 4) L\(x + 4) \(lineY + 4) M\(x + 4) \(lineY - 4) L\(x - 4) \(lineY + 4)",
        ] as [String: Any]
    }
    return values
  }

  private var overview: [String: Any] {
    [
      "chart": chart,
      "tally": report.tally.entries.map { entry -> [String: Any] in
        let reason = ReportFacts.reason(entry)
        return [
          "outcome": entry.outcome.rawValue, "outcomeWord": entry.outcome.rawValue, "sign": entry.outcome.sign,
          "label": reason.words, "id": reason.id, "count": CaptureText.grouped(entry.count),
        ]
      },
    ]
  }

  private var others: [String: Any] {
    var unlisted: Any = false
    if let text = ReportFacts.unlisted(report) { unlisted = text }
    return [
      "unlisted": unlisted,
      "rows": report.rows.map { row -> [String: Any] in
        [
          "id": row.id, "isDetailed": row.isDetailed, "start": UTCTime.readable(row.start).dropSuffix(" UTC"),
          "client": row.client, "server": row.server, "outcome": row.outcome.rawValue,
          "outcomeWord": row.outcome.rawValue, "sign": row.outcome.sign, "label": row.label,
        ]
      },
    ]
  }

  private var chart: Any {
    let slices = report.timeline.slices
    guard let first = slices.first, let last = slices.last, report.tally.sessions > 1 else { return false }
    let most = max(1, slices.map(\.total).max() ?? 1)
    let left = 46
    let slot = 706.0 / Double(slices.count)
    var bars: [[String: Any]] = []
    for (index, slice) in slices.enumerated() {
      var bottom = 150.0
      // What completed stands at the bottom, what stopped on top.
      for outcome in [Verdict.Outcome.completed, .undetermined, .downgraded, .stopped] {
        guard let count = slice.counts[outcome], count > 0 else { continue }
        let height = Double(count) / Double(most) * 132
        bottom -= height
        bars.append([
          "outcome": outcome.rawValue, "x": Self.decimal(Double(left) + Double(index) * slot + 1),
          "y": Self.decimal(bottom), "width": Self.decimal(max(1, min(slot - 2, 60))), "height": Self.decimal(height),
          "tip": "\(UTCTime.readable(slice.start)): \(count) \(outcome.rawValue)",
        ])
      }
    }
    let width = SessionText.duration(Double(report.timeline.width) / 1e9)
    return [
      "bars": bars, "most": CaptureText.grouped(most), "from": UTCTime.readable(first.start),
      "to": UTCTime.readable(last.start), "slice": "sessions begun in each \(width); the table has the numbers",
      "description":
        "\(CaptureText.counted(report.tally.sessions, "session", "sessions")) from \(UTCTime.readable(first.start)) on; "
        + report.tally.entries.prefix(8).map { "\($0.count) \($0.label)" }.joined(separator: ", "),
    ] as [String: Any]
  }

  /// With one decimal.
  private static func decimal(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded(.toNearestOrAwayFromZero))
    return "\(tenths / 10).\(tenths.magnitude % 10)"
  }
}

extension String {
  fileprivate func dropSuffix(_ suffix: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
  }
}
