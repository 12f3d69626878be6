import SMTPSession
import SMTPTranscript

extension Rule {
  static let commandInjection = Rule(
    id: "security/command-injection",
    title: "commands were sent in clear behind STARTTLS",
    stage: .starttls,
    severity: .exposure,
    needs: [.startTLS, .clearAfterStartTLS],
    meaning: """
      After STARTTLS, and before the server had agreed, more commands followed in clear text. A server that keeps them would carry \
      them out as if they had come under TLS. Somebody on the way can plant them so; a client that sends \
      without waiting does it by mistake. STARTTLS must be the last command before the server's answer.
      """,
    distinction: """
      The extra line came before the answer to STARTTLS. A client that goes on in clear after the answer never switched to \
      TLS; that is another finding. The first message of TLS sent early is none.
      """,
    unknowable: "Who put the commands there, and whether the server carried them out under TLS.",
    remedies: [
      Remedy(
        .server,
        "Make sure that the mail server throws away what it has read before TLS begins: all current versions do; those from before 2011 and some proxies do not."
      ),
      Remedy(.client, "If the client is yours, correct it: it must wait for the answer to STARTTLS."),
      .captureOnBothSides,
    ],
    references: ["CVE-2011-0411", "RFC 3207 section 4.2"],
    captures: ["command-injection"]
  ) { it in
    let session = it.session
    guard let accepted = session.acceptedTLSRequest else { return nil }
    let planted = session.exchanges.dropFirst(accepted.index + 1).filter {
      $0.command.flags.isSuperset(of: [.afterSTARTTLS, .pipelined])
        && $0.command.at.packet < accepted.reply.first.packet
    }
    guard let first = planted.first else { return nil }
    let start = session.exchanges[accepted.index].command
    let together = start.at.packet == first.command.at.packet ? " in the same packet" : ""
    let answered = planted.contains { $0.reply != nil } ? " The server answered it." : ""
    return Match(
      .certain,
      "Behind STARTTLS\(together), and before the server's answer, came the clear command \(PlantedText.short(first.command.text))."
        + answered,
      evidence: [
        session.evidence(start, meaning: "the client asks for TLS"),
        session.evidence(first.command, meaning: "a command in clear that must not be here"),
      ])
  }
}

/// A planted line in a sentence: it is the work of somebody who may mean harm, so it is kept short.
enum PlantedText {
  static func short(_ text: String) -> String {
    text.count <= 40 ? "\"\(text)\"" : "\"\(text.prefix(40))…\""
  }
}
