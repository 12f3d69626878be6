import SMTPSession
import SMTPTranscript

extension Rule {
  static let policySenderDemandsTLS = Rule(
    id: "policy/dane-or-mta-sts",
    title: "sender is perhaps bound to TLS by what the recipient's domain has published",
    stage: .capabilities,
    severity: .note,
    needs: .withoutOffer,
    meaning: """
      A domain can publish that its mail must come under TLS: with TLSA records that DNSSEC signs (DANE), or with an MTA-STS policy. A \
      sender that keeps to this does not deliver in clear, even where it delivers so to everybody else: it leaves as soon as it sees that \
      STARTTLS is not offered, and tries again later.
      """,
    distinction: """
      The client came to port 25, read a whole list without STARTTLS, asked for nothing and said QUIT. A sender with a setting of its own for \
      this destination does exactly the same.
      """,
    unknowable: "Nothing on this connection shows what the domain publishes; the DNS does.",
    remedies: [
      Remedy(
        .server,
        "Look whether your domain publishes TLSA records or an MTA-STS policy: then STARTTLS must be offered to every client, or the records and the policy must go first."
      ),
      Remedy(.client, "Look whether the log of {source} names DANE or MTA-STS for this destination."),
    ],
    nextCommands: [
      .raw("dig +dnssec TLSA _{port}._tcp.{host}"), .raw("dig +short TXT _mta-sts.RECIPIENT.DOMAIN"),
    ],
    references: ["RFC 7672 section 2.2", "RFC 8461 section 5"],
    captures: [
      "auth-no-common-mechanism", "gre-erspan", "not-offered", "not-offered-to-this-client", "port-reuse", "vlan-qinq",
      "vxlan",
    ]
  ) { it in
    guard it.leavesForWantOfTLS, it.session.servicePort == .smtp, let hello = it.session.wholeHello,
      let list = it.session.listEvidence(hello, meaning: "the list of extensions ends here; STARTTLS is not in it")
    else { return nil }
    return Match(
      .undetermined, "A sender that DANE or MTA-STS binds to TLS leaves like this where STARTTLS is not offered.",
      cause: Cause(.stopped, by: .client, basis: .ending, holdsWithoutIntent: true),
      evidence: [list, it.session.leavingEvidence])
  }
}
