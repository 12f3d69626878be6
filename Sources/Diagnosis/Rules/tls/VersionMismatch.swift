import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let tlsVersionMismatch = Rule(
    id: "tls/version-mismatch",
    title: "no version of TLS that both sides allow",
    stage: .clientHello,
    severity: .problem,
    needs: .alert,
    points: .handshake,
    meaning: """
      The client says in its first message which versions of TLS it speaks, and the server chooses one. Here one of the two \
      refused the other's offer because of the version. Usually one side has switched off everything below TLS 1.2, or below TLS 1.3, \
      and the other has nothing newer; or one side knows TLS 1.3 only, and the other is older than that.
      """,
    distinction: """
      The refusal names the version itself, or it is the internal_error with which OpenSSL 3 answers a client that offers nothing \
      newer than TLS 1.1. A refusal of the cipher suites has another number.
      """,
    unknowable: "The versions that the server would have taken: it does not list them.",
    remedies: [.tlsServerLog],
    nextCommands: [.version13, .version12, .version10],
    logMessages: [
      LogMessage("Postfix", "Cannot start TLS: handshake failure"),
      LogMessage("Exchange", "TLS negotiation failed with error SocketError"),
    ],
    references: ["RFC 8446 section 6.2", "RFC 8996"],
    captures: [
      "retry-in-clear",
      "tls-no-common-version",
      "tls-no-common-version-old-client",
      "tls-no-common-version-old-client-floor",
      "tls-no-common-version-postfix",
    ]
  ) { it in
    TLSRefusal.match(it, .versionMismatch) { refusal in
      let isNamed = refusal.alert == .protocolVersion
      func summary() -> String {
        let offer = refusal.handshake.hello.map { TLSWords.versions($0) } ?? "versions that were not captured"
        guard refusal.sender == .server else {
          let chosen = refusal.handshake.tls.version.map { "The server chose \($0)" } ?? "The server answered"
          return "\(chosen), and the client, which offered \(offer), refused it: \(refusal.words)."
        }
        let rest = refusal.handshake.hello.flatMap(VersionOffer.init)?.rest ?? ""
        return isNamed
          ? "The client offered \(offer), and the server answered that it allows no such version: \(refusal.words).\(rest)"
          : "The client offered \(offer), and the server broke off with \(refusal.words), which is how OpenSSL 3 refuses so old a version."
      }
      return Match(
        isNamed ? .certain : .strong, summary(), cause: refusal.cause, evidence: refusal.story, stage: refusal.stage,
        remedies: VersionOffer.remedies(refusal)
      ).telling { VersionOffer.telling(refusal) }
    }
  }
}

/// What a client's versions leave for a server that takes none of them to want.
struct VersionOffer {
  let highest: TLSVersion
  let lowest: TLSVersion

  init?(_ hello: ClientHello) {
    highest = hello.highestOfferedVersion
    guard let versions = hello.supportedVersions?.filter({ !$0.isGREASE }), let least = versions.min() else {
      // Without the extension the client takes what the server chooses below its highest.
      lowest = .ssl3
      return
    }
    lowest = least
  }

  /// What is left, as a sentence with a blank before it; empty where that is no news.
  var rest: String {
    if lowest.isTLS13 { return " The client takes TLS 1.3 and nothing older, so this server is older than that." }
    if highest == .tls12 { return " Newer than that is TLS 1.3 only, so this server wants TLS 1.3." }
    if highest < .tls12 { return " Servers of today want TLS 1.2 or later." }
    return ""
  }

  /// What it means, and what tells more, for who refused which versions.
  static func telling(_ refusal: TLSRefusal) -> Telling {
    let isTLS13 = refusal.handshake.tls.negotiation.version?.isTLS13 ?? false
    guard refusal.sender == .server else {
      return Telling(
        meaning:
          "The client says in its first message which versions of TLS it speaks, and the server chooses one. Here the client refused the version that the server had chosen: the server has nothing newer, or nothing newer switched on, and the client allows nothing so old.",
        unknowable: "Whether the server could speak a newer version.",
        commands: isTLS13 ? [.version13, .version12] : [.version13, .version12, .version10])
    }
    let offer = refusal.handshake.hello.flatMap(VersionOffer.init)
    let isOld = offer.map { $0.highest < .tls12 } ?? false
    let why: String =
      if isOld {
        "the client has nothing newer than TLS 1.1, and the server allows nothing so old"
      } else if offer?.lowest.isTLS13 ?? false {
        "the client takes TLS 1.3 only, and the server does not speak it"
      } else if offer?.highest == .tls12 {
        "the client has nothing newer than TLS 1.2, and the server allows nothing older than TLS 1.3"
      } else {
        "the offer holds the versions of today, and the server turned all of them down"
      }
    return Telling(
      meaning:
        "The client says in its first message which versions of TLS it speaks, and the server chooses one. Here the server refused the offer because of the version: \(why).",
      commands: isOld ? [.version13, .version12, .version10] : [.version13, .version12])
  }

  /// What to do, for who refused which versions.
  static func remedies(_ refusal: TLSRefusal) -> [Remedy] {
    guard let offer = refusal.handshake.hello.flatMap(VersionOffer.init) else { return [.tlsModernVersions] }
    if refusal.sender == .client { return [.tlsServerVersions, .tlsClientFloor] }
    if offer.highest < .tls12 { return [.tlsModernVersions, .tlsServerFloor] }
    if offer.lowest.isTLS13 {
      return [
        Remedy(
          .server,
          "Update the TLS library and switch TLS 1.3 on. Postfix: smtpd_tls_protocols without a ceiling; Windows: TLS 1.3 needs Windows Server 2022."
        ),
        Remedy(
          .client,
          "Until then let this destination have TLS 1.2 as well: by its set-up the client takes TLS 1.3 only. Postfix: smtp_tls_mandatory_protocols = >=TLSv1.2."
        ),
      ]
    }
    if offer.highest == .tls12 {
      return [
        Remedy(
          .client,
          "Switch TLS 1.3 on, or update the TLS library that has none (OpenSSL before 1.1.1, Windows before Server 2022)."
        ),
        Remedy(
          .server,
          "If senders without TLS 1.3 are to be served, allow TLS 1.2 as well: most mail servers still need it. Postfix: smtpd_tls_protocols = >=TLSv1.2; Exim: openssl_options without +no_tlsv1_2."
        ),
      ]
    }
    return [
      Remedy(.server, "Check which versions the mail service allows: it turned down TLS 1.3 and TLS 1.2 alike."),
      .tlsPath,
    ]
  }
}
