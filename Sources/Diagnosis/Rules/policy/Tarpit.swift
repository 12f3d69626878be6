import CaptureFiles
import Glibc
import SMTPSession
import SMTPTranscript

extension Rule {
  static let policyTarpit = Rule(
    id: "policy/tarpit",
    title: "server delays its refusals on purpose",
    stage: .ehlo,
    severity: .note,
    needs: [.refusal, .pause],
    meaning: """
      Each refusal came after about the same wait, while the server answered other commands at once. Servers do that to slow down those \
      who try many addresses or passwords. It explains the slowness, not the refusals.
      """,
    distinction: """
      At least two refusals took longer than three quarters of a second, all nearly equally long, and positive replies were several \
      times quicker. A slow name server delays the first commands, not just the refused ones.
      """,
    unknowable: "",
    remedies: [
      Remedy(.client, "Mend what is refused; the delay goes with it."),
      Remedy(
        .server, "",
        products: [
          .exchange: "TarpitInterval of the receive connector",
          .postfix: "smtpd_error_sleep_time",
        ]),
    ],
    references: ["RFC 5321 section 4.5.3.2"],
    captures: []
  ) { it in
    let session = it.session
    var refused: [(seconds: Double, command: Command, reply: Reply)] = []
    var slowestPositive = 0.0
    for exchange in session.exchanges {
      // Pipelined commands wait for each other; a challenge is no verdict.
      guard let reply = exchange.reply, exchange.command.flags.isDisjoint(with: [.pipelined, .afterGap]) else {
        continue
      }
      let seconds = reply.first.time.seconds(since: exchange.command.at.time)
      guard seconds >= 0 else { continue }
      if reply.isNegative {
        refused.append((seconds, exchange.command, reply))
      } else {
        slowestPositive = max(slowestPositive, seconds)
      }
    }
    let slow = refused.filter { $0.seconds >= 0.75 }
    guard slow.count >= 2, let shortest = slow.map(\.seconds).min(), let longest = slow.map(\.seconds).max(),
      longest <= shortest * 1.25, slowestPositive * 3 < shortest, let first = slow.first
    else { return nil }
    let tenths = Int((min(shortest, 86_400) * 10).rounded())
    return Match(
      .strong,
      "The server waited about \(tenths / 10).\(tenths % 10) seconds before each of \(slow.count) refusals, and answered all else quickly.",
      evidence: [
        session.evidence(first.command, meaning: "the command came here"),
        session.evidence(first.reply, meaning: "the refusal comes only after the wait"),
      ])
  }
}
