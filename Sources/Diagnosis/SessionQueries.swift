import ByteParsing
import CaptureFiles
package import SMTPSession
package import SMTPTranscript

/// The questions that several rules ask of a session.
extension Session {
  /// Whether the client asked in clear for something beyond the introduction, or may have in bytes that the capture lacks:
  /// such a session did not leave over the EHLO reply.
  package var hasAskedForService: Bool {
    if visibility.lacksBytes(from: .client) { return true }
    return exchanges.contains { exchange in
      switch exchange.command.verb {
      case .mail, .rcpt, .data, .bdat, .auth, .xExps, .startTLS, .xAnonymousTLS, .etrn, .vrfy, .expn, .turn, .atrn: true
      default: false
      }
    }
  }

  /// QUIT, where the client sent it.
  package var quit: Exchange? { exchange(of: .quit) }

  /// Whether the client ended the session in its own turn: it sent QUIT, or closed or reset the connection when nothing of
  /// the server's was outstanding.
  package var clientLeft: Bool {
    if quit != nil { return true }
    return ending.by == .client && ending.kind != .none && (exchanges.last.map { $0.reply != nil } ?? true)
  }

  /// The packets that show how the client left.
  package var leavingEvidence: Evidence {
    if let quit {
      return evidence(quit.command, meaning: "the client ends the session")
    }
    let word = ending.kind == .reset ? "resets" : "closes"
    let who = ending.by == .server ? "server" : "client"
    return Evidence(packets: [ending.at.packet], meaning: "the \(who) \(word) the connection")
  }

  package func evidence(_ command: Command, meaning: String) -> Evidence {
    Evidence(
      packets: [command.at.packet], quote: command.text, meaning: meaning,
      transcriptLines: transcriptPlace(ofSaid: command.said).map { [$0] } ?? [])
  }

  /// Evidence from a reply: the line that decides is quoted, the packets of all its lines are cited.
  package func evidence(_ reply: Reply, quoting line: Int? = nil, meaning: String) -> Evidence {
    var packets = [reply.first.packet]
    if reply.last.packet != reply.first.packet { packets.append(reply.last.packet) }
    let index = line ?? max(0, reply.lines.count - 1)
    var quote = reply.quotation
    var marked: [Int] = []
    if index < reply.said.count, let place = transcriptPlace(ofSaid: reply.said[index]) {
      marked = [place]
      quote = transcript[place].text
    }
    return Evidence(packets: packets, quote: quote, meaning: meaning, transcriptLines: marked)
  }

  /// Evidence from a whole EHLO list: every line is marked, the last one is quoted.
  package func listEvidence(_ hello: Hello, meaning: String) -> Evidence? {
    guard hello.exchange < exchanges.count, let reply = exchanges[hello.exchange].reply else { return nil }
    var evidence = evidence(reply, meaning: meaning)
    evidence.transcriptLines = reply.said.compactMap(transcriptPlace)
    return evidence
  }

  /// Whether the capture ended, or the session was given up, while it was open, so that what came next is not known.
  var isCutShort: Bool {
    completion.isCutOff && ending.kind == .none && quit == nil
  }

  /// The first exchange whose command is `verb` and whose reply satisfies `condition`.
  package func first(_ verb: Verb, where condition: (Reply) -> Bool) -> Exchange? {
    for exchange in exchanges where exchange.command.verb == verb {
      if let reply = exchange.reply, condition(reply) { return exchange }
    }
    return nil
  }

  /// Whether TLS bytes were seen in either direction.
  package var beganTLS: Bool { tls != nil }

  /// The last reply of the server in clear, the greeting included.
  package var lastReply: Reply? {
    let replies = exchanges.compactMap(\.reply) + (greeting.map { [$0] } ?? [])
    return replies.max { $0.last.packet < $1.last.packet }
  }
}

extension Session {
  /// The line of the transcript in which `side` said, in the packet at `moment`, `element`; `nil` stands for any. Where no line
  /// stands there (encrypted records share one), the last TLS line of that side before it; `nil` where there is none.
  package func tlsLine(_ side: Side, at moment: Moment, _ element: TLSElement?) -> Int? {
    let transcript = transcript
    var before: Int?
    for place in transcript.indices.reversed()
    where transcript[place].kind == .tls && transcript[place].from == side
      && transcript[place].at.packet <= moment.packet
    {
      if before == nil { before = place }
      guard transcript[place].at.packet == moment.packet else { continue }
      if element == nil || transcript[place].tls == element { return place }
    }
    return before
  }

  /// Evidence from a line that TLS adds to the transcript.
  package func tlsEvidence(_ side: Side, at moment: Moment, _ element: TLSElement?, meaning: String) -> Evidence {
    guard let line = tlsLine(side, at: moment, element) else {
      return Evidence(packets: [moment.packet], meaning: meaning)
    }
    let transcript = transcript
    let isIt = element == nil || transcript[line].tls == element
    return Evidence(
      packets: [moment.packet], quote: isIt ? transcript[line].text : nil, meaning: meaning, transcriptLines: [line])
  }
}
