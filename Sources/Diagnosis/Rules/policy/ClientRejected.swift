import SMTPSession

extension Rule {
  static let policyClientRejected = Rule(
    id: "policy/client-rejected",
    title: "server refuses the client's address or host name",
    stage: .rcpt,
    severity: .problem,
    needs: .refusal,
    meaning: """
      The server refuses the mail because of the machine that brings it: its address, or what the DNS says of it. Many servers want \
      the sending address to have a reverse name that leads back to the same address.
      """,
    distinction:
      "The words of the refusal speak of the client's address, host name or reverse name, and name no block list.",
    unknowable: "What the server's name servers answered at that moment.",
    remedies: [
      Remedy(.client, "Give {source} a reverse name (PTR) that leads back to it, and use that name in EHLO."),
      Remedy(
        .server,
        "If the client is welcome, exempt {source} from the rule that the log names. Postfix: check_client_access before the reject rules."
      ),
    ],
    nextCommands: [.reverseName, .mail],
    references: ["RFC 5321 section 4.1.4", "RFC 5321 section 7.9"],
    captures: []
  ) { it in
    it.refusalMatch(.callerAddress, .reverseName, meaning: "the server refuses the client") { refusal in
      let what =
        refusal.reason == .reverseName
        ? "for want of a reverse name (PTR) that fits its address" : "because of its address or name"
      return "The server refuses this client\(refusal.isTemporary ? " for now" : "") \(what): \"\(refusal.words)\""
    } telling: { refusal in
      guard let reason = CallerTelling.reason(refusal) else { return nil }
      return Telling(
        meaning:
          "The server refuses the mail because of the machine that brings it: by its words it \(reason). Encryption, the addresses and the message are not the matter.",
        unknowable: refusal.reason == .reverseName
          ? nil : "What the server holds against the address, beyond its words.",
        remedies: CallerTelling.remedies(refusal, in: it.session), keeping: [.server],
        commands: refusal.reason == .reverseName ? nil : [.mail])
    }
  }
}
