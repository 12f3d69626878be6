import SMTPSession
import SMTPTranscript
import TLSHandshake

/// Evidence from a negotiation.
extension Handshake {
  /// The ClientHello that counts, with what it offered.
  var helloEvidence: [Evidence] {
    guard let message = clientHelloMessage, let hello, let at = tls.moment(.client, at: message.startOffset) else {
      return []
    }
    return [
      session.tlsEvidence(
        .client, at: at, .message(.clientHello), meaning: "the client offers \(TLSWords.offer(hello))")
    ]
  }

  var serverHelloEvidence: [Evidence] {
    guard let at = serverHelloMoment else { return [] }
    let group = negotiation.group.map { ", key exchange with \($0)" } ?? ""
    let what = [tls.version, tls.cipherSuite].compactMap { $0 }.joined(separator: ", ")
    return [session.tlsEvidence(.server, at: at, .message(.serverHello), meaning: "the server chooses \(what)\(group)")]
  }

  func evidence(_ side: Side, _ record: TLSRecord, meaning: String) -> [Evidence] {
    guard let at = moment(side, record) else { return [] }
    return [session.tlsEvidence(side, at: at, nil, meaning: meaning)]
  }

  func evidence(_ side: Side, offset: UInt64, _ element: TLSElement?, meaning: String) -> [Evidence] {
    guard let at = tls.moment(side, at: offset) else { return [] }
    return [session.tlsEvidence(side, at: at, element, meaning: meaning)]
  }

  /// What was said last of the handshake, by `side`.
  func lastWords(of side: Side, meaning: String) -> [Evidence] {
    let place = session.transcript.lastIndex { $0.kind == .tls && $0.from == side }
    guard let place else { return [] }
    let line = session.transcript[place]
    return [Evidence(packets: [line.at.packet], quote: line.text, meaning: meaning, transcriptLines: [place])]
  }

  /// How the connection ended, or that it did not.
  var endEvidence: Evidence {
    let (ending, transcript) = (session.ending, session.transcript)
    let marked = transcript.indices.filter {
      transcript[$0].kind == .tcp && transcript[$0].at.packet == ending.at.packet
    }
    let meaning =
      switch ending.kind {
      case .fin: "the \(ending.by?.noun ?? "peer") closes the connection"
      case .reset: "the \(ending.by?.noun ?? "peer") resets the connection"
      case .none: "the last packet of the connection"
      }
    return Evidence(packets: [ending.at.packet], meaning: meaning, transcriptLines: marked)
  }
}

/// Words for what stands in a handshake.
enum TLSWords {
  /// "handshake_failure (alert 40)".
  static func alert(_ description: AlertDescription) -> String {
    description.registeredName.map { "\($0) (alert \(description.rawValue))" } ?? "alert \(description.rawValue)"
  }

  static func versions(_ hello: ClientHello) -> String {
    if hello.supportedVersions == nil { return "at most \(hello.legacyVersion)" }
    let known = hello.offeredVersions.sorted(by: >).map(\.description)
    return known.isEmpty ? "no version" : list(known, "")
  }

  static func suites(_ hello: ClientHello) -> String {
    let suites = hello.offeredSuites
    let names = suites.prefix(4).map { $0.openSSLName ?? $0.description }
    guard suites.count > 4 else {
      return suites.isEmpty ? "no cipher suite" : "only \(list(names, "cipher suite"))"
    }
    return "\(suites.count) cipher suites (\(names.prefix(3).joined(separator: ", ")) …)"
  }

  static func groups(_ hello: ClientHello) -> String {
    let groups = (hello.supportedGroups?.filter { !$0.isGREASE } ?? []).map(\.description)
    return groups.isEmpty ? "no key-exchange groups" : "key exchange with \(list(groups, "group"))"
  }

  static func schemes(_ hello: ClientHello) -> String {
    let schemes = (hello.signatureAlgorithms?.filter { !$0.isGREASE } ?? []).map(\.description)
    return schemes.isEmpty ? "no signature schemes" : "signatures with \(list(schemes, "scheme"))"
  }

  /// Versions, suites, groups and names, in one line.
  static func offer(_ hello: ClientHello) -> String {
    let lists = known.value(of: hello, Lists.init).all
    return "\(lists); \(hello.serverName.map { "for the name \($0)" } ?? "naming no server")"
  }

  /// "TLS 1.3, TLS 1.2 with 18 cipher suites (…)".
  static func versionsWithSuites(_ hello: ClientHello) -> String {
    known.value(of: hello, Lists.init).versionsWithSuites
  }

  private static let known = OfferMemory<Lists>()

  /// What is said of an offer, whatever name it asks for.
  private struct Lists {
    let versionsWithSuites: String
    let all: String

    init(_ hello: ClientHello) {
      let (versions, suites) = (versions(hello), suites(hello))
      versionsWithSuites = "\(versions) with \(suites)"
      all = hello.supportedGroups == nil ? "\(versions); \(suites)" : "\(versions); \(suites); \(groups(hello))"
    }
  }

  /// "a, b, c and 3 more".
  static func list(_ words: [String], _ noun: String, limit: Int = 4) -> String {
    guard words.count > limit else { return words.joined(separator: ", ") }
    return "\(words.prefix(limit).joined(separator: ", ")) and \(words.count - limit) more"
  }
}

/// Remedies that several of these rules name.
extension Remedy {
  static let tlsServerLog = Remedy(
    .server,
    "Look for {source} in the server's log {time}: the TLS library's own message there names the reason. Windows: System log, source Schannel, events 36874, 36887 and 36888."
  )
  static let tlsClientLog = Remedy(
    .client, "Look for {server} in the log of {source} {time}; if it says too little, raise TLS logging and try again.",
    products: [
      .postfix: "smtp_tls_loglevel = 2",
      .exim: "-d+tls",
      .exchange: "protocol log of the send connector",
    ])
  static let tlsModernVersions = Remedy(
    .client, "Enable TLS 1.2 or later.",
    products: [
      .windows:
        "Enabled=1 and DisabledByDefault=0 under SCHANNEL\\Protocols\\TLS 1.2 for Client and Server, and SchUseStrongCrypto for .NET",
      .postfix: "smtp_tls_mandatory_protocols and smtp_tls_protocols",
    ])
  static let tlsServerVersions = Remedy(
    .server,
    "Enable newer versions of TLS: the client refused the one that the server chose. Windows: Enabled=1 and DisabledByDefault=0 under SCHANNEL\\Protocols for TLS 1.2, Server; Postfix: smtpd_tls_protocols."
  )
  static let tlsClientFloor = Remedy(
    .client,
    "If the server cannot be changed, lower the floor for this destination knowingly. OpenSSL: MinProtocol and SECLEVEL; Postfix: protocols= in smtp_tls_policy_maps."
  )
  static let tlsServerFloor = Remedy(
    .server,
    "If old clients must be served, lower the floor knowingly: OpenSSL MinProtocol and SECLEVEL, the system's crypto policy, smtpd_tls_protocols on Postfix."
  )
  static let tlsPath = Remedy(
    .network,
    "Look for a firewall, load balancer or mail filter that reads or re-terminates TLS between the two; capture on both sides of it and compare the handshake."
  )
}
