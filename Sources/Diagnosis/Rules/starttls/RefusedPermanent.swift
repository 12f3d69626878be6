import SMTPSession
import SMTPTranscript

extension Rule {
  static let startTLSRefusedPermanent = Rule(
    id: "starttls/refused-permanent",
    title: "server offered STARTTLS and then refused it",
    stage: .starttls,
    severity: .problem,
    needs: [.startTLS, .refusal],
    meaning: """
      The client asked for TLS, and the server answered with a permanent error, although the command stands in its own list, or \
      that list was not captured whole. Often two different machines or processes speak here: one writes the list, another executes \
      the commands.
      """,
    distinction:
      "The command had been offered, or the list was not captured; it had no parameters, and it followed a proper introduction.",
    unknowable: "Which machine or process behind the address refuses.",
    remedies: [.commandsBehindTheList, .certificateFiles, .inspection, .showThem],
    nextCommands: [.startTLS, .byHand],
    logMessages: [LogMessage("Postfix", "TLS is required, but host")],
    references: ["RFC 3207 section 4"],
    captures: ["refused-502"]
  ) { it in
    guard let refused = it.refusedStartTLS(.permanent) else { return nil }
    let offered = refused.attempt.request.wasAdvertised == true ? "offered STARTTLS and then " : ""
    return it.startTLSMatch(
      refused, by: .server, "The server \(offered)refused STARTTLS: \"\(refused.reply.brief)\"",
      command: "the client asks for TLS", answer: "the server refuses what it had offered"
    ).telling {
      refusedTelling(
        refused.reply, it.refusals.first { $0.reply === refused.reply }?.reason, wasOffered: !offered.isEmpty)
    }
  }
}

extension Remedy {
  fileprivate static let commandsBehindTheList = Remedy(
    .server,
    "Look at the software or the proxy that answers at {server} port {port}: what writes the list and what carries out the commands must both have TLS."
  )
}

/// What a refusal of a command that had no fault means.
private func refusedTelling(_ reply: Reply, _ reason: ReplyReason?, wasOffered: Bool) -> Telling {
  let list =
    wasOffered
    ? "although the command stands in its own list" : "and whether it had offered the command was not captured"
  guard reply.code == 501 || reply.code == 504 || reply.code == 555 else {
    if reason == .tlsUnavailable {
      return Telling(
        meaning:
          "The client asked for TLS, and the server answered for good that it has none, \(list). As a rule its certificate or key cannot be used, or another process writes the list than the one that carries out the commands.",
        remedies: [.certificateFiles, .commandsBehindTheList, .inspection, .showThem])
    }
    let how = reason == .unknownCommand ? "as if it did not know the command, " : ""
    return Telling(
      meaning:
        "The client asked for TLS, and the server answered with a permanent error, \(how)\(list). Often two different machines or processes speak here: one writes the list, another executes the commands."
    )
  }
  return Telling(
    meaning:
      "The client sent the bare command STARTTLS, as it should, and the server turned it down as wrongly formed, \(list). So the fault lies with what reads commands there: the mail server's software, or a proxy in front of it that changes them.",
    unknowable: "Which of the machines behind the address refuses, and what it made of the command.",
    remedies: [
      Remedy(
        .server,
        "The server rejects a correct STARTTLS: look at the software or the proxy that answers at {server} port {port}, and update it or take it out of the way."
      ),
      .inspection, .showThem,
    ])
}
