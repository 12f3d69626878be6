import SMTPSession
import SMTPTranscript
import TLSHandshake

/// Weaknesses that make what a suite protects readable, or nearly so, to those who record it.
enum TLSWeakness {
  static let serious: CipherSuiteWeaknesses = [.null, .export, .rc4, .des, .tripleDES, .md5]
}

extension Rule {
  static let securityObsoleteTLS = Rule(
    id: "security/obsolete-tls",
    title: "TLS of a version that is withdrawn",
    stage: .protected,
    severity: .exposure,
    needs: .tlsCompleted,
    meaning: """
      The two sides agreed on a version of TLS that the standard has withdrawn. It still hides the mail from a passing reader, and \
      known attacks weaken it; partners will switch it off sooner or later, and then mail stops.
      """,
    distinction: "The version stands in the server's hello.",
    unknowable: "Which of the two sides could do better, unless the offers show it.",
    remedies: [
      Remedy(.server, "Enable TLS 1.2 and 1.3, and plan the end of what is older."),
      .tlsModernVersions,
    ],
    nextCommands: [.version12, .version13],
    references: ["RFC 8996", "RFC 7568"],
    captures: [
      "tls-old-tls10"
    ]
  ) { it in
    guard let handshake = it.completedHandshake, let version = handshake.negotiation.version,
      version <= .tls11
    else { return nil }
    let offer = handshake.hello.map { ", out of the client's offer of \(TLSWords.versions($0))" } ?? ""
    return Match(
      .certain, "The session is protected by \(version)\(offer); that version is withdrawn.",
      evidence: handshake.helloEvidence + handshake.serverHelloEvidence)
  }

  static let securityWeakCipher = Rule(
    id: "security/weak-cipher",
    title: "weak encryption, or none that protects recordings",
    stage: .protected,
    severity: .exposure,
    needs: .tlsCompleted,
    meaning: """
      The cipher suite that the server chose is weak: broken or too short keys, or no encryption at all. Where only forward secrecy is missing \
      (static RSA), whoever gets the server's key later can read what was recorded today; that alone is only noted.
      """,
    distinction: "The suite stands in the server's hello.",
    remedies: [
      Remedy(
        .server, "Prefer ECDHE with AES-GCM or ChaCha20 and switch off RC4, 3DES, DES, export and NULL suites.",
        products: [
          .postfix: "smtpd_tls_exclude_ciphers",
          .exim: "tls_require_ciphers",
          .windows: "the cipher suite order of Schannel",
        ]),
      Remedy(.client, "Update software that offers nothing better."),
    ],
    nextCommands: [.testssl],
    references: ["RFC 7465", "RFC 9325 section 4"],
    captures: [
      "tls-weak-rsa"
    ]
  ) { it in
    guard let handshake = it.completedHandshake, let suite = handshake.negotiation.cipherSuite else {
      return nil
    }
    let serious = suite.weaknesses.intersection(TLSWeakness.serious)
    guard !serious.isEmpty || suite.weaknesses.contains(.staticRSA) else { return nil }
    let name = suite.openSSLName ?? suite.description
    if !serious.isEmpty {
      return Match(
        .certain, "The session is encrypted with \(name), which is weak: \(serious).",
        evidence: handshake.helloEvidence + handshake.serverHelloEvidence)
    }
    return Match(
      .certain,
      "The session is encrypted with \(name), without forward secrecy: the server's key would open a recording of it.",
      evidence: handshake.helloEvidence + handshake.serverHelloEvidence, severity: .note)
  }

  static let securityAnonymousCipher = Rule(
    id: "security/anonymous-cipher",
    title: "encryption without any proof of who the server is",
    stage: .protected,
    severity: .note,
    needs: .tlsAnswer,
    meaning: """
      The two sides chose a suite without certificates. That is usual between mail servers that do not verify each other anyway: the mail is \
      hidden from passing readers, and nobody has shown who he is. No certificate is missing.
      """,
    distinction: "The suite stands in the server's hello.",
    references: ["RFC 7672 section 8.2", "RFC 7435"],
    captures: [
      "healthy-tls12-anonymous",
      "ip-fragments",
    ]
  ) { it in
    guard let handshake = it.handshake, let suite = handshake.negotiation.cipherSuite,
      suite.weaknesses.contains(.anonymous)
    else { return nil }
    return Match(
      .certain, "The server chose \(suite.openSSLName ?? suite.description), an encryption without certificates.",
      evidence: handshake.helloEvidence + handshake.serverHelloEvidence)
  }

  static let securityDowngradeSentinel = Rule(
    id: "security/downgrade-sentinel",
    title: "server would have spoken a newer TLS than it was asked for",
    stage: .serverFlight,
    severity: .exposure,
    needs: .tlsAnswer,
    meaning: """
      A server that could do better leaves a mark in its hello when it is asked for an old version. Here the client did offer the newer \
      version, the server answered with the old one and left that mark: somewhere between the two the offer was changed, or a device \
      that re-terminates TLS copies the mark carelessly. A careful client breaks off.
      """,
    distinction: "Both the client's offer and the mark in the server's random value are in clear.",
    unknowable: "Whether a device means well or ill: compare the ClientHello on both sides of it.",
    remedies: [.tlsPath],
    nextCommands: [.version13],
    references: ["RFC 8446 section 4.1.3"]
  ) { it in
    guard let handshake = it.handshake, let mark = DowngradeMark(handshake) else { return nil }
    let summary =
      "The client offered \(mark.offered), the server answered with \(mark.chosen) and the mark that it was not offered better: something between them changed the offer"
    let evidence = handshake.helloEvidence + handshake.serverHelloEvidence
    if let refusal = it.tlsRefusal, refusal.kind == .sentinel {
      return Match(
        .strong, summary + "; the client broke off with \(refusal.words).",
        cause: Cause(.stopped, by: .network, basis: .statement), evidence: evidence + [refusal.evidence()],
        severity: .problem)
    }
    return Match(.strong, summary + ".", evidence: evidence)
  }
}
