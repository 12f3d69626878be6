import ByteParsing
import SMTPSession
import SMTPTranscript
import TLSHandshake

extension Rule {
  static let tlsAnsweredInClear = Rule(
    id: "tls/answered-in-clear",
    title: "what answered the client's TLS offer is no TLS",
    stage: .clientHello,
    severity: .problem,
    needs: .tls,
    meaning: """
      The client began TLS, and what came back is neither TLS nor a reply of a mail server. Something else sits behind the port: a proxy or \
      load balancer that hands the encrypted part to another service, often a web server, or a filter that answers in the server's name.
      """,
    distinction:
      "The first bytes of the answer were captured, and nothing is missing before them. A mail server's reply in clear is another finding.",
    unknowable: "Which machine answered: compare the hop count (TTL) of these packets with those before, and capture at the server itself.",
    remedies: [
      Remedy(
        .server,
        "See where {server} port {port} leads: a load balancer, proxy or container in front of it must pass the connection on to the mail service as it is (plain TCP, no HTTP, no TLS of its own)."
      ),
      .tlsPath,
    ],
    nextCommands: [TLSTry.openssl],
    references: ["RFC 3207 section 4", "RFC 8446 section 5.1"]
  ) { it in
    let session = it.session
    guard let handshake = it.handshake, handshake.hello != nil, let foreign = handshake.tls.serverStream.notTLS,
      !session.visibility.holes.contains(where: { $0.from == .server }), session.unsolicitedReplies.isEmpty,
      let at = handshake.tls.moment(.server, at: foreign.offset), !it.leave.isBefore(at.packet),
      !Self.isReply(foreign.bytes)
    else { return nil }
    let isHTTP = foreign.bytes.starts(with: Array("HTTP/".utf8))
    let line = foreign.bytes.prefix { $0 != 13 && $0 != 10 }
    let isText = !line.isEmpty && line.allSatisfy { (0x20..<0x7F).contains($0) }
    let words = isText ? String(decoding: line.prefix(80), as: UTF8.self) : nil
    let what = isHTTP ? "the answer of a web server" : "something that is neither TLS nor a mail server's reply"
    let quoted = words.map { ": \"\($0)\"" } ?? ""
    return Match(
      .strong, "The client began TLS, and what came back is \(what)\(quoted).",
      cause: Cause(.stopped, by: .server, basis: .residue),
      evidence: handshake.helloEvidence + [
        Evidence(
          packets: [at.packet], quote: words, meaning: "no TLS",
          transcriptLines: session.transcript.indices.filter { place in
            let line = session.transcript[place]
            return line.from == .server && line.at.packet == at.packet && line.kind != .tcp
          }.prefix(1).map { $0 })
      ])
  }

  /// Three digits, and a blank, a hyphen or the end of the line (RFC 5321 section 4.2).
  private static func isReply(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 4 else { return false }
    return bytes.prefix(3).allSatisfy { (0x30...0x39).contains($0) } && [0x20, 0x2D, 13, 10].contains(bytes[3])
  }
}
