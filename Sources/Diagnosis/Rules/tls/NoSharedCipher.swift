import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let tlsNoSharedCipher = Rule(
    id: "tls/no-shared-cipher",
    title: "server accepts none of the encryption methods offered",
    stage: .clientHello,
    severity: .problem,
    needs: .alert,
    points: .handshake,
    meaning: """
      The client listed the cipher suites it can use, and the server turned the whole offer down. Either the lists have nothing in \
      common (a very old client, a server restricted to the newest suites, a certificate key that none of the offered suites can \
      use, a server without any certificate), or something else in the offer did not suit it: the server does not say which.
      """,
    distinction: """
      The refusal came in answer to the ClientHello, before the server chose anything. Where the client's list of key-exchange groups or \
      of signatures is so narrow that it explains the refusal better, those findings stand instead.
      """,
    unknowable: "The server's own list. Its log usually says \"no shared cipher\" when that was it.",
    remedies: [
      Remedy(
        .server,
        "Compare the offer shown here with the suites enabled. {products}. An RSA certificate beside an ECDSA one helps clients that can do only one of them.",
        products: [
          .postfix: "smtpd_tls_ciphers, smtpd_tls_exclude_ciphers",
          .exim: "tls_require_ciphers",
          .windows: "the cipher suite order of Schannel",
        ]),
      Remedy(
        .client,
        "Widen the offer: no suite list of its own, or one with ECDHE and AES-GCM; update software that knows only RC4 or 3DES."
      ),
      Remedy(
        .server,
        "Where the offer is wide, check that a certificate and its key are loaded at all: a TLS library without one shares no suite with anybody."
      ),
      .tlsServerLog,
    ],
    nextCommands: [.testssl, .version12],
    logMessages: [
      LogMessage("OpenSSL", "ssl/tls alert handshake failure"),
      LogMessage("Postfix", "Cannot start TLS: handshake failure"),
    ],
    references: ["RFC 5246 section 7.2.2", "RFC 8446 section 4.1.1"],
    captures: [
      "suppressed-after-failure",
      "tls-no-shared-cipher",
      "tls-no-shared-cipher-tls13",
    ]
  ) { it in
    TLSRefusal.match(it, .noSharedCipher) { refusal in
      let isWide = refusal.handshake.hello?.offersWideChoice ?? true
      func summary() -> String {
        let hello = refusal.handshake.hello
        let offer = hello.map(TLSWords.versionsWithSuites) ?? "something unseen"
        let need = hello.flatMap(SuiteNeed.init)?.sentence ?? ""
        let isOutdated =
          hello?.offeredSuites.allSatisfy { !$0.weaknesses.isDisjoint(with: TLSWeakness.serious) } ?? false
        let why =
          refusal.alert == .insufficientSecurity
          ? " because it is too weak" : isOutdated ? "; all of these are outdated" : ""
        return "The client offered \(offer), and the server turned the offer down with \(refusal.words)\(why).\(need)"
      }
      let need = refusal.handshake.hello.flatMap(SuiteNeed.init)
      return Match(
        refusal.alert == .insufficientSecurity ? .certain : isWide ? .probable : .strong, summary(),
        cause: refusal.cause, evidence: refusal.story, stage: refusal.stage,
        remedies: need?.remedies ?? [], actors: need == nil ? nil : [])
    }
  }
}

extension ClientHello {
  /// Whether it offers ten suites or more, and those of today among them.
  fileprivate var offersWideChoice: Bool {
    var (count, hasModern) = (0, false)
    for suite in cipherSuites where !suite.isGREASE && !suite.isSignal {
      count += 1
      if !hasModern { hasModern = suite.isTLS13 || suite.keyExchange == .ecdhe }
      if count >= 10, hasModern { return true }
    }
    return false
  }
}

/// The one kind of certificate that every offered suite needs: a server with another kind alone has nothing to choose.
struct SuiteNeed {
  let kind: String
  let other: String
  let count: Int

  /// `nil` where the offer leaves more than one kind, or fits any.
  init?(_ hello: ClientHello) {
    var (needed, count): (AuthenticationAlgorithm?, Int) = (nil, 0)
    for suite in hello.cipherSuites where !suite.isGREASE && !suite.isSignal {
      guard let kind = suite.authentication, kind == needed ?? kind else { return nil }
      needed = kind
      count += 1
    }
    switch needed {
    case .rsa?: (kind, other) = ("RSA", "ECDSA")
    case .ecdsa?: (kind, other) = ("ECDSA", "RSA")
    default: return nil
    }
    self.count = count
  }

  /// With a blank before it.
  var sentence: String {
    return count == 1
      ? " The one suite needs an \(kind) certificate: a server that has only \(other) cannot use it."
      : " Each of the \(count) suites needs an \(kind) certificate: a server that has only \(other) can use none of them."
  }

  var remedies: [Remedy] {
    [
      Remedy(
        .server,
        "Check the kind of key in the server's certificate: this client needs \(kind). Where there is only \(other), install an \(kind) certificate beside it. Postfix: both in smtpd_tls_chain_files; Exim: a list in tls_certificate and tls_privatekey."
      ),
      Remedy(.client, "Or add suites with \(other) on the client: its list leaves them all out."),
    ]
  }
}
