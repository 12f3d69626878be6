import SMTPSession
import SMTPTranscript
import StreamAssembly
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
    unknowable:
      "Which machine answered: compare the hop count (TTL) of these packets with those before, and capture at the server itself.",
    remedies: [
      Remedy(
        .server,
        "See where {server} port {port} leads: a load balancer, proxy or container in front of it must pass the connection on to the mail service as it is (plain TCP, no HTTP, no TLS of its own)."
      ),
      .tlsPath,
    ],
    nextCommands: [.trace],
    references: ["RFC 3207 section 4", "RFC 8446 section 5.1"]
  ) { it in
    let session = it.session
    guard let handshake = it.handshake, handshake.tls.serverStream.recordCount == 0, handshake.hello != nil,
      !session.visibility.holes.contains(where: { $0.from == .server }), session.unsolicitedReplies.isEmpty,
      let answer = handshake.strangeAnswer, !it.leave.isBefore(answer.at.packet)
    else { return nil }
    let what =
      answer.isHTTP ? "the answer of a web server" : "something that is neither TLS nor a mail server's reply"
    let quoted = answer.words.map { ": \"\($0)\"" } ?? ""
    return Match(
      .strong, "The client began TLS, and what came back is \(what)\(quoted).",
      cause: Cause(.stopped, by: .server, basis: .residue),
      evidence: handshake.helloEvidence + [
        Evidence(
          packets: [answer.at.packet], quote: answer.words, meaning: "no TLS",
          transcriptLines: answer.line.map { [$0] } ?? [])
      ])
  }
}

extension Handshake {
  fileprivate struct StrangeAnswer {
    let at: Moment
    /// The place in the transcript; `nil` where no line stands for it.
    let line: Int?
    /// Its first line; `nil` where it is no text.
    let words: String?

    var isHTTP: Bool { words?.hasPrefix("HTTP/") ?? false }
  }

  /// What the server sent in answer to the client's first message that is neither TLS nor a reply.
  fileprivate var strangeAnswer: StrangeAnswer? {
    guard let message = clientHelloMessage, let asked = tls.moment(.client, at: message.startOffset),
      session.serverFlow.lastData.map({ $0.packet > asked.packet }) ?? true
    else { return nil }
    let place = session.transcript.firstIndex { line in
      line.from == .server && line.at.packet > asked.packet && line.kind != .tcp
    }
    if let place, session.transcript[place].kind == .data {
      let line = session.transcript[place]
      return StrangeAnswer(at: line.at, line: place, words: line.text.isEmpty ? nil : String(line.text.prefix(80)))
    }
    guard let foreign = tls.serverStream.notTLS, let at = tls.moment(.server, at: foreign.offset),
      !Self.isReply(foreign.bytes)
    else { return nil }
    let line = foreign.bytes.prefix { $0 != 13 && $0 != 10 }
    let isText = !line.isEmpty && line.allSatisfy { (0x20..<0x7F).contains($0) }
    return StrangeAnswer(
      at: at, line: place, words: isText ? String(decoding: line.prefix(80), as: UTF8.self) : nil)
  }

  /// Three digits, and a blank, a hyphen or the end of the line (RFC 5321 section 4.2).
  private static func isReply(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 4 else { return false }
    return bytes.prefix(3).allSatisfy { (0x30...0x39).contains($0) } && [0x20, 0x2D, 13, 10].contains(bytes[3])
  }
}
