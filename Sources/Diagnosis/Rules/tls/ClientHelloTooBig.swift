import PacketLayers
import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let tlsClientHelloTooBig = Rule(
    id: "tls/clienthello-too-big",
    title: "the client's first TLS message does not fit into one packet",
    stage: .clientHello,
    severity: .note,
    needs: .tls,
    meaning: """
      New software offers key exchange that resists quantum computers, and its first TLS message grows beyond one packet by that. Some \
      old servers and firewalls expect it in one packet and drop or reset what comes in two. Here such a message stayed without an answer, so \
      this may be the reason.
      """,
    distinction: """
      Only said where the server gave no answer at all. A first packet that was never confirmed points at the path's packet size \
      instead. It explains the session only where a smaller message to the same server was answered within a day, and no other of that size was.
      """,
    unknowable: "Whether the size matters: try a smaller one from the same host.",
    remedies: [
      Remedy(
        .client,
        "Try with smaller groups for this destination. OpenSSL: Groups = X25519:P-256 in openssl.cnf; Postfix: tls_eecdh_auto_curves; or TLS 1.2 as the highest version."
      ),
      Remedy(.network, "Update firewalls and load balancers in front of the server that inspect TLS."),
    ],
    nextCommands: [.smallHello, .handshake("-groups X25519MLKEM768", naming: .left)],
    references: ["RFC 8446 section 4.1.2"]
  ) { it in
    guard let ending = it.tlsEnding, ending.kind == .noServerHello || ending.kind == .serverAtHello,
      ending.handshake.serverHelloMoment == nil, let message = ending.handshake.clientHelloMessage,
      let hello = ending.handshake.hello, ending.handshake.helloSpansPackets || message.length > 1400
    else { return nil }
    let large = hello.keyShares?.first { $0.group.isPostQuantum }
    let why = large.map { ", \($0.length) of them for key exchange with \($0.group)" } ?? ""
    return Match(
      .probable,
      "The client's first TLS message has \(message.length + 4) bytes\(why) and takes more than one packet; some servers and devices cannot take that.",
      evidence: ending.handshake.helloEvidence)
  }.lookingAgain { it in
    guard let hello = it.visit.tlsHello, !hello.isSmall, !hello.isAnswered, it.visit.tls == .failed,
      it.verdict.disposition != .unknown
    else { return nil }
    let visit = it.visit
    func isAnswered(_ other: borrowing Survey.Visit, small: Bool) -> Bool {
      guard let hello = other.tlsHello, hello.isAnswered, hello.isSmall == small else { return false }
      return other.distance(to: visit) <= Siblings.day
    }
    // Where another of its size was answered, the size is not the reason.
    guard !it.hasSibling(where: { isAnswered($0, small: false) }) else { return nil }
    let own = it.nearestSibling { $0.client.address == visit.client.address && isAnswered($0, small: true) }
    guard let sibling = own ?? it.nearestSibling(where: { isAnswered($0, small: true) }),
      let bytes = sibling.tlsHello?.bytes
    else { return nil }
    let stopper = it.verdict.stoppedBy
    let what = hello.isPostQuantum ? " with a key share of post-quantum cryptography" : ""
    return SiblingMatch(
      Match(
        own == nil ? .probable : .strong,
        "The client's first TLS message has \(hello.bytes) bytes\(what), takes more than one packet and was not answered; one of \(bytes) bytes to the same server was answered \(SpokenTime.place(sibling, from: visit)).",
        cause: Cause(.stopped, by: stopper == .server ? .server : .network, basis: .inference),
        evidence: [
          Evidence(packets: [visit.lastPacket], meaning: "the large message stayed without an answer until here"),
          Evidence(
            packets: [sibling.firstPacket], meaning: "session \(sibling.session), in which a smaller one was answered",
            session: sibling.session),
        ], severity: .problem),
      others: [sibling.session])
  }
}
