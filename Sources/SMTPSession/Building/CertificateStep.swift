import CaptureFiles
package import Certificates
import PlainWords
package import SMTPTranscript
import TLSHandshake

extension Session {
  /// Whether certificates were seen in clear.
  package var showsCertificates: Bool {
    guard let negotiation = tls?.negotiation else { return false }
    return negotiation.serverCertificates != nil || negotiation.clientCertificates != nil
  }

  /// Examines the certificates that were seen in clear. To be done before anybody reads the transcript, which then says what they
  /// show. Sessions without any cost nothing.
  ///
  /// - Parameter serverName: The name to compare the server's certificate with, besides those in the session.
  package mutating func examineCertificates(with examiner: inout CertificateExaminer, serverName: ReferenceName?) {
    guard let tls else { return }
    if let chain = tls.negotiation.serverCertificates, !chain.isEmpty {
      let at = certificateMoment(.server)
      let examination = examiner.examine(
        chain.certificates, count: chain.count, at: at.time, purpose: .serverAuth, names: referenceNames(serverName))
      self.tls?.examination = examination
    }
    if let chain = tls.negotiation.clientCertificates, !chain.isEmpty {
      let at = certificateMoment(.client)
      let examination = examiner.examine(
        chain.certificates, count: chain.count, at: at.time, purpose: .clientAuth)
      self.tls?.clientExamination = examination
    }
  }

  /// The packet that completed the Certificate message of `side`; the first of the connection where none is known.
  package func certificateMoment(_ side: Side) -> Moment {
    guard let tls else { return start }
    let messages = side == .client ? tls.clientStream.messages : tls.serverStream.messages
    guard let message = messages.first(where: { $0.type == .certificate }) else { return start }
    let last = message.endOffset > message.startOffset ? message.endOffset - 1 : message.startOffset
    return tls.moment(side, at: last) ?? tls.moment(side, at: message.startOffset) ?? start
  }

  /// The names under which the client may have looked for the server.
  private func referenceNames(_ given: ReferenceName?) -> [ReferenceName] {
    var names: [ReferenceName] = []
    if let given { names.append(given) }
    func add(_ text: String?, _ source: NameComparison.Source) {
      guard let text, let name = ReferenceName(text, source: source),
        !names.contains(where: { $0.name == name.name && $0.source == source })
      else { return }
      names.append(name)
    }
    add(tls?.serverName, .serverName)
    add(greeting?.lines.first.map(Words.first), .greeting)
    add(lastClearHello?.serverName, .ehloReply)
    return names
  }
}

/// Certificates in a few words.
package enum CertificateWords {
  /// The sender's own certificate by its name, and what is wrong with it.
  package static func line(_ examination: CertificateExamination) -> String {
    guard let own = examination.own else { return "none" }
    if let reason = own.unreadable { return "that cannot be read: \(reason)" }
    var words = [own.shortName]
    if let dates = examination.outOfDate.first(where: { $0.place == 0 }) { words.append(age(dates)) }
    var parts = [words.joined(separator: " ")]
    if examination.isSelfSigned {
      parts.append("self-signed")
    } else {
      parts.append("issued by \(own.shortIssuer)")
    }
    if let dates = examination.outOfDate.first(where: { $0.place != 0 }) {
      parts.append("\(examination.certificates[dates.place].shortName) \(age(dates))")
    }
    return parts.joined(separator: " · ")
  }

  /// "expired 3 days before this packet", "not valid until 2 hours after this packet".
  package static func age(_ dates: CertificateExamination.OutOfDate) -> String {
    if let seconds = dates.expiredSeconds { return "expired \(LengthOfTime.rough(seconds)) before this packet" }
    return "not valid until \(LengthOfTime.rough(dates.beginsAfterSeconds ?? 0)) after this packet"
  }
}
