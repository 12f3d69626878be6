import CaptureFiles
import Diagnosis
import Mustache
import PacketLayers
import SMTPSession
import SMTPTranscript

/// Writes a report as one HTML document that needs nothing else: no other file, no network, and for reading no script.
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
      "css": HTMLStyle.css, "script": isLive ? HTMLScript.text as Any : false, "policy": policy, "title": report.title,
      "tool": report.options.tool, "privacy": report.privacy, "verdict": false, "note": false, "span": false,
      "isAboutOne": isAboutOne, "hasParts": !isAboutOne, "parts": parts,
      "facts": ReportFacts.capture(report).map(Self.fact),
      "files": files, "caveats": report.capture.caveatSentences,
      "hasCaveats": !report.capture.caveatSentences.isEmpty, "together": together,
      "numbers": report.tally.sessions > 1 ? numbers : false,
      "sessions": report.detailed.map { session(SessionStory($0, namesFiles: report.namesFiles)) },
      "list": report.rows.count > 1 || report.unlistedRows > 0 ? list : false,
    ]
    if !isAboutOne {
      values["span"] = span
    } else if let first = report.detailed.first {
      values["verdict"] = verdict(SessionStory(first, namesFiles: report.namesFiles))
    }
    if let note = report.options.note {
      values["note"] = ["lines": note.split(separator: "\n").map(String.init)]
    }
    return values
  }

  /// Whether there is one session to tell, and others only beside it; else the numbers come first.
  var isAboutOne: Bool { report.options.onlySession != nil || report.tally.sessions < 2 }

  /// Nothing is loaded, and what is in the page runs and looks as this program wrote it, or not at all.
  private var policy: String {
    let script = isLive ? "; script-src \(HTMLScript.source(of: HTMLScript.text))" : ""
    return
      "default-src 'none'; style-src \(HTMLScript.source(of: HTMLStyle.css))\(script); base-uri 'none'; form-action 'none'"
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
    // Where there is one, its verdict stands over everything already.
    values["isNew"] = !isAboutOne || session.id != report.detailed.first?.session.id
    values["isFolded"] = isLive && !isAboutOne
    values["cause"] = VerdictWords.label(story.diagnosed.verdict)
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

  func explanation(_ finding: Finding) -> [String: Any] {
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
}
