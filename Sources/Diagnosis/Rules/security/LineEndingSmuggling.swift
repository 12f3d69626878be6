import SMTPSession
import SMTPTranscript

extension Rule {
  static let lineEndingSmuggling = Rule(
    id: "security/line-ending-smuggling",
    title: "message holds an end that not every server sees",
    stage: .data,
    severity: .exposure,
    meaning: """
      Inside the message stands a lone dot whose line does not begin or end with CR LF, and SMTP commands follow it. Some servers take \
      that for the end of the message and carry the commands out, others take it for text. In that way a second \
      mail can be smuggled past the checks of the first server, under a sender that it would not allow.
      """,
    distinction: """
      Commands of SMTP follow the dot. Lines with wrong endings alone come from careless programs and are not counted.
      """,
    unknowable: "Whether it is meant so; programs that paste conversations into mails can produce it.",
    remedies: [
      Remedy(
        .server,
        "Refuse bare line feeds. Postfix: smtpd_forbid_bare_newline = normalize (or reject). Exchange: BareLinefeedRejectionEnabled. Others: use a version from 2024 or later."
      ),
      Remedy(.client, "Find the program that made the message, and who may submit through this client."),
    ],
    references: ["RFC 5321 section 2.3.8", "CVE-2023-51764", "CVE-2023-51765", "CVE-2023-51766"],
    captures: ["smuggling-bare-lf"]
  ) { it in
    let session = it.session
    let patterns = session.endPatterns.filter { pattern in
      !(pattern.before == .crlf && pattern.after == .crlf) && pattern.before != .unknown
        && (pattern.followedBy?.isKnown ?? false)
    }
    guard let pattern = patterns.first, let verb = pattern.followedBy?.name,
      let place = session.transcript.indices.last(where: { index in
        let line = session.transcript[index]
        return line.kind == .data && line.from == .client
      }) ?? session.transcript.indices.last
    else { return nil }
    let line = session.transcript[place]
    return Match(
      .certain,
      "In a message stands a dot between \(EndWords.text(pattern.before)) and \(EndWords.text(pattern.after)), and \(verb) follows it: some servers end the message there.",
      evidence: [
        Evidence(
          packets: [line.firstPacket?.packet ?? line.at.packet], quote: line.text,
          meaning: "the message with the doubtful end, at byte \(pattern.offset) of the client's stream",
          transcriptLines: [place])
      ])
  }
}

/// The names of line endings in a sentence.
enum EndWords {
  static func text(_ ending: LineEnding) -> String {
    switch ending {
    case .crlf: "CR LF"
    case .lf: "a bare LF"
    case .cr: "a bare CR"
    case .start: "the beginning"
    case .unknown: "an unseen ending"
    }
  }
}
