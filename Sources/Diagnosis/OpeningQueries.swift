import ByteParsing
import CaptureFiles
import PacketLayers
package import SMTPSession
import SMTPTranscript
import StreamAssembly

/// Questions about how a session opens: the greeting, the introduction, the way to TLS.
extension Session {
  /// What the server answered to `hello`; `nil` where no answer was seen.
  package func reply(to hello: Hello) -> Reply? {
    hello.exchange < exchanges.count ? exchanges[hello.exchange].reply : nil
  }

  /// A mail transaction in clear that the server accepted to the end.
  package var acceptedClearMail: MailTransaction? {
    transactions.first { $0.layer == .clear && $0.outcome == .accepted }
  }

  /// A login in clear that the server accepted.
  package var acceptedClearLogin: AuthExchange? {
    authentications.first { $0.layer == .clear && $0.outcome == .accepted }
  }

  /// Whether the session came to what sessions are for, so that no refusal in it stopped it.
  package var succeeded: Bool {
    acceptedMail || acceptedClearLogin != nil || (tls?.completed ?? false)
  }

  /// The commands that were read inside TLS, where that was opened; empty where none were.
  var exchangesInside: ArraySlice<Exchange> {
    guard let tls, tls.opening.speaks else { return [] }
    guard tls.mode == .starttls else { return exchanges[...] }
    let agreement = startTLSRequests.last { exchanges[$0.exchange].reply?.isPositiveCompletion ?? false }
    return agreement.map { exchanges[($0.exchange + 1)...] } ?? []
  }

  /// Whether the client's only word inside opened TLS was QUIT.
  var saysOnlyQuitInside: Bool {
    let inside = exchangesInside
    return inside.count == 1 && inside.first?.command.verb == .quit && !visibility.lacksBytes(from: .client)
  }

  /// Whether nothing that the server sent is missing from the capture, from its first byte on.
  package var seesAllOfServer: Bool {
    visibility.seesStart && visibility.seesBothDirections && !visibility.lacksBytes(from: .server)
  }

  /// Seconds from the last byte of either side to the end of the connection, or to the end of what the capture shows of it
  /// where it stayed open.
  package var waitedSeconds: Double {
    ending.kind == .none ? ending.silenceSeconds + (ending.captureWentOnSeconds ?? 0) : ending.silenceSeconds
  }

  /// What became of a session that did not get TLS at the exchange `index`: it stopped, or went on in clear. `nil` where
  /// TLS came about after all, or where the capture ends too early to tell.
  package func outcomeWithoutTLS(after index: Int) -> Cause.Outcome? {
    if tls != nil || hellos.contains(where: \.isProtected) { return nil }
    if transactions.contains(where: { $0.exchange > index && $0.outcome == .accepted }) { return .downgraded }
    if authentications.contains(where: { $0.exchange > index && $0.outcome == .accepted }) { return .downgraded }
    return ending.kind == .none && quit == nil ? nil : .stopped
  }

  /// The transcript's line for where the connection ended, as evidence.
  package func endingEvidence(_ meaning: String) -> Evidence {
    Evidence(packets: [ending.at.packet], meaning: meaning)
  }
}

extension Reply {
  /// Code and text in one line, cut to a length that fits into a sentence.
  package var brief: String {
    let whole = text.isEmpty ? "\(code)" : "\(code) \(text)"
    return whole.count > 100 ? "\(whole.prefix(97))…" : whole
  }

  /// Whether the text repeats a command as nothing but X, which the client did not send: the work of an inspecting
  /// firewall that writes over commands it does not allow.
  package func echoesMask(of command: Command) -> Bool {
    isPermanentNegative && text.contains("XXXX") && !command.text.uppercased().contains("XXXX")
  }
}

/// Remedies that several rules name.
extension Remedy {
  /// For a device whose mark stands in the session.
  static let markedInspection = Remedy(.network, inspectionText)
  /// For a device that may be there: in few words where nothing shows one.
  static let inspection = Remedy(
    .network, inspectionText, whereUnmarked: "If a firewall inspects SMTP in between, test without it.")
  private static let inspectionText =
    "Look for a firewall with SMTP inspection between the two. Cisco ASA: allow TLS in the inspection (policy-map type inspect esmtp, parameters, allow-tls) or take SMTP out of it (no inspect esmtp); PIX: no fixup protocol smtp 25. Capture on both sides of the device at once and compare."
  static let certificateFiles = Remedy(
    .server,
    "Look for {source} in the server's own log {time}, and check that the certificate and the private key exist, belong together and can be read by the mail service.",
    products: [
      .postfix: "smtpd_tls_chain_files",
      .exim: "tls_certificate and tls_privatekey",
      .sendmail: "a key that the group can read is reported unsafe",
      .exchange: "Get-ExchangeCertificate, Enable-ExchangeCertificate -Services SMTP",
    ])
  static let requireTLS = Remedy(
    .client, "If mail to this destination must not travel in clear, make TLS mandatory for it.",
    products: [
      .postfix: "an entry with encrypt in smtp_tls_policy_maps",
      .exim: "hosts_require_tls",
      .exchange: "a send connector with RequireTLS for the domain",
      .openSMTPD: "smtp+tls:// in the relay action",
    ])
  static let showThem = Remedy(
    .client,
    "Tell the server's postmaster that it happened {time}, and add the address {source}{introduction} and the reply quoted here: they find it in their log by these."
  )
}
