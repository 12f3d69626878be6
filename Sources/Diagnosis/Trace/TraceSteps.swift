import CaptureFiles
import SMTPSession
import SMTPTranscript

// What was owed and what came, and where it stopped, in words.

extension Case {
  /// Who owed what to whom, and what was seen of TLS, in the order of packets.
  func steps(_ packet: (Moment) -> String) -> [VerdictTrace.Step] {
    let steps = readableSteps(packet) + messageSteps(packet) + handshakeSteps + sealedSteps
    // Stable, because what stands in one packet keeps its order.
    return steps.enumerated().sorted {
      ($0.element.at.packet, $0.offset) < ($1.element.at.packet, $1.offset)
    }.map(\.element)
  }

  private func readableSteps(_ packet: (Moment) -> String) -> [VerdictTrace.Step] {
    timeline.turns.map { turn in
      var words = "the \(turn.by.noun) was to \(turn.duty(in: session))"
      if let met = turn.met {
        words += ": \(code(answering: turn).map { "\($0) in" } ?? "done in") \(packet(met))"
        words += ", \(TraceWords.after(met.time.seconds(since: turn.since.time)))"
      } else if turn.duty == .command, session.lastTransactionIsDone {
        words += ", and had none left"
      } else {
        words += ", and that never came"
      }
      return VerdictTrace.Step(at: turn.since, words: words, isUnmet: turn.met == nil)
    }
  }

  private func code(answering turn: Turn) -> Int? {
    switch turn.duty {
    case .greeting: session.greeting?.code
    case .reply where turn.object == .command: turn.exchange.flatMap { session.exchanges[$0].reply?.code }
    default: nil
    }
  }

  /// Messages and logins that got their answer.
  private func messageSteps(_ packet: (Moment) -> String) -> [VerdictTrace.Step] {
    let messages = session.transactions.compactMap { mail in
      mail.finalReply.map { VerdictTrace.Step.answer("the message", $0.code, $0.last, packet) }
    }
    let logins = session.authentications.compactMap { login -> VerdictTrace.Step? in
      guard let reply = login.reply, login.challenges > 0 else { return nil }
      return VerdictTrace.Step.answer("the login", reply.code, reply.last, packet)
    }
    return messages + logins
  }

  private var handshakeSteps: [VerdictTrace.Step] {
    guard session.tls != nil else { return [] }
    let shown: [(Stage, String)] = [
      (.clientHello, "the client's first TLS message (ClientHello)"),
      (.serverFlight, "the server's part of the TLS handshake"),
      (.clientFlight, "the client's part of the TLS handshake"),
      (.protected, "TLS is set up"),
    ]
    return shown.compactMap { stage, words in
      let report = session.stage(stage)
      guard report.state == .reached || report.state == .failed, let at = report.at else { return nil }
      return VerdictTrace.Step(at: at, words: report.state == .failed ? "\(words): it failed" : words, isUnmet: false)
    }
  }

  private var sealedSteps: [VerdictTrace.Step] {
    (sealed?.turns ?? []).map { turn in
      let sizes = turn.plaintext
      let bytes =
        sizes.lowerBound == sizes.upperBound ? "\(sizes.lowerBound)" : "\(sizes.lowerBound) to \(sizes.upperBound)"
      let shape = turn.shape.words.map { ", as long as \($0)" } ?? ""
      return VerdictTrace.Step(
        at: turn.first, words: "the \(turn.side.noun) sends \(bytes) bytes inside TLS\(shape)", isUnmet: false)
    }
  }

  /// What sizes and turns show of the words inside TLS; `nil` without TLS.
  func sealedWords(_ packet: (Moment) -> String) -> String? {
    sealed.map { sealed in
      "By sizes and turns inside TLS: \(sealed.outcome.words(packet)) (\(sealed.certainty.rawValue))."
    }
  }

  /// The negative replies, in order, with what each was read as.
  func refusalWords(_ packet: (Moment) -> String) -> [String] {
    refusals.map { refusal in
      let status = refusal.reply.enhancedStatus.map { " \($0)" } ?? ""
      let reading = "read as \"\(refusal.reason.words)\", by \(refusal.reading.basisWords)"
      let fate =
        refusal.isOvercome
        ? "overcome by a later yes" : decides(refusal) ? "the session stopped at it" : "nothing overcame it"
      return
        "\(packet(refusal.reply.first)): \(refusal.reply.code)\(status) refuses \(refusal.object); \(reading) (\(refusal.reading.certainty.rawValue)); \(fate)"
    }
  }

  /// Where the session stopped, in a sentence or two.
  func stopWords(_ packet: (Moment) -> String) -> String {
    let waited = TraceWords.span(point.waitedSeconds)
    let after = TraceWords.after(point.waitedSeconds)
    let owed = owedWords(packet)
    let place = "Point of stop: \(point.place.words). "
    if point.place.contains(.sealed) { return place + sealedStopWords(packet) }
    switch point.manner {
    case .done:
      return disposition == .delivered
        ? "It did not stop: nothing was left to be done."
        : "No point of stop: nothing that was owed is seen to be missing."
    case .refused(let refusal):
      return
        "\(place)The server refused \(refusal.object) with \(refusal.reply.code) in \(packet(refusal.reply.first)), and nothing later overcame that."
    case .silent: return "\(place)\(owed) That never came\(point.waitedSeconds < 0.001 ? "" : ", in \(waited)")."
    case .cut(let side):
      return
        "\(place)\(owed) The \(side.noun) ended the session \(leave.kind == .none ? "" : "in \(packet(leave.at)), ")\(after)."
    case .left: return "\(place)\(owed) It left in \(packet(leave.at)) instead, \(after), in its own turn."
    case .impatient:
      return
        "\(place)\(owed) The client waited \(waited) and left in \(packet(leave.at)); before \(TraceWords.span(PointOfStop.patienceSeconds)) nobody is called silent."
    case .open:
      return "\(place)\(owed) Nobody had left where the capture ends, and there was time left: the session is open."
    }
  }

  /// How it stopped inside TLS, where sizes and turns are all that is seen. What they were read as stands before it.
  private func sealedStopWords(_ packet: (Moment) -> String) -> String {
    let left = leave.side.map { "the \($0.noun) left in \(packet(leave.at))" } ?? "nobody left"
    switch point.manner {
    case .silent(let side):
      return "It was for the \(side.noun) to go on, which sent nothing for \(TraceWords.span(point.waitedSeconds))."
    case .cut(let side) where side == leave.side:
      return "The \(side.noun) ended the session in \(packet(leave.at)), \(TraceWords.after(point.waitedSeconds))."
    case .cut(let side):
      return "By that reading it was the \(side.noun) that ended it; after that \(left)."
    case .left:
      return "The client left in \(packet(leave.at)), \(TraceWords.after(point.waitedSeconds)), in its own turn."
    case .open: return "Nobody had left where the capture ends, and there was time left: the session is open."
    case .done, .refused, .impatient:
      return "Nothing is known to be left to do there, for what was said cannot be read; \(left)."
    }
  }

  /// Who was to do what, as a sentence.
  private func owedWords(_ packet: (Moment) -> String) -> String {
    if let turn = point.turn {
      return "The \(turn.by.noun) was to \(turn.duty(in: session)) from \(packet(turn.since)) on."
    }
    guard point.place.contains(.handshake) else { return "Nothing was owed." }
    return handshake?.due.map { "The \($0.noun) owed the next part of the handshake." }
      ?? "Nobody owed a part of the handshake."
  }
}

extension VerdictTrace.Step {
  fileprivate static func answer(_ what: String, _ code: Int, _ at: Moment, _ packet: (Moment) -> String)
    -> VerdictTrace.Step
  {
    VerdictTrace.Step(at: at, words: "the server answered \(what): \(code) in \(packet(at))", isUnmet: false)
  }
}

extension ReplyReason {
  /// `tlsRequired` as "TLS required".
  fileprivate var words: String {
    var words = ""
    for character in rawValue {
      if character.isUppercase { words += " " }
      words += character.lowercased()
    }
    return words.hasPrefix("tls") ? "TLS" + words.dropFirst(3) : words
  }
}

extension ReplyReading {
  /// After "by": what told the reason.
  fileprivate var basisWords: String {
    switch row?.rank {
    case .plainWords?, .words?: "its words"
    case .provider?: "words or a code of one provider or product"
    case .status?, .weakStatus?: "its status code"
    case .replyCode?: "its reply code"
    case nil: "nothing: no known reply is like it"
    }
  }
}
