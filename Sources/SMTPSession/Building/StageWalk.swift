import SMTPTranscript
import StreamAssembly

/// Decides for each stage whether the session reached it, failed at it, or whether the capture cannot show it.
///
/// A stage is reached where what it asks for was granted. One that was begun and got no answer is not reached, and has the packet with
/// which it was begun.
struct StageWalk {
  let session: Session

  func stages() -> [StageReport] { Stage.allCases.map(report(of:)) }

  func report(of stage: Stage) -> StageReport {
    switch stage {
    case .connect: connect
    case .greeting: greeting
    case .ehlo: ehlo
    case .capabilities: capabilities
    case .starttls: startTLS
    case .clientHello, .serverFlight, .clientFlight, .protected: handshake(stage)
    case .secondEHLO: secondEHLO
    case .auth: auth
    case .mail: mail
    case .rcpt: rcpt
    case .data: data
    case .quit: quit
    }
  }

  private var isHidden: Bool { session.tls.map { $0.completed && !$0.opening.readsDialogue } ?? false }
  private var missesStart: Bool { !session.visibility.seesStart }

  private func report(_ stage: Stage, _ state: StageReport.State, _ at: Moment? = nil) -> StageReport {
    StageReport(stage: stage, state: state, at: at)
  }

  private var connect: StageReport {
    if let answer = session.serverFlow.syn { return report(.connect, .reached, Moment(answer.at)) }
    // A reset is no answer that opens a connection.
    if session.clientFlow.syn != nil, session.greeting == nil, session.exchanges.isEmpty, wasRefused {
      return report(.connect, .failed, session.serverFlow.resets.first.map { Moment($0.at) })
    }
    if session.clientFlow.syn != nil,
      session.visibility.seesServer || session.transcript.contains(where: { $0.from != nil })
    {
      return report(.connect, .reached, session.clientFlow.syn.map { Moment($0.at) })
    }
    if session.clientFlow.syn != nil { return report(.connect, .notReached, session.start) }
    return report(.connect, .notCaptured)
  }

  /// Whether all that the server sent is a reset.
  private var wasRefused: Bool {
    session.serverFlow.resetCount > 0 && session.serverFlow.fin == nil
      && session.serverFlow.packets <= session.serverFlow.resetCount
  }

  /// Whether the connection was plainly not opened, so that nobody said anything.
  private var neverOpened: Bool {
    let state = connect.state
    return state == .failed || state == .notReached
  }

  private var greeting: StageReport {
    if let greeting = session.greeting {
      return report(.greeting, greeting.isPositiveCompletion ? .reached : .failed, greeting.last)
    }
    if session.tls?.mode == .implicit { return report(.greeting, isHidden ? .hidden : .notReached) }
    if neverOpened { return report(.greeting, .notReached) }
    if missesStart || session.visibility.lacksBytes(from: .server) || !session.visibility.seesServer {
      return report(.greeting, .notCaptured)
    }
    return report(.greeting, .notReached)
  }

  private var ehlo: StageReport {
    if let first = session.hellos.first {
      let accepted = session.hellos.first {
        session.exchanges[$0.exchange].reply?.isPositiveCompletion ?? false
      }
      if let accepted { return report(.ehlo, .reached, session.exchanges[accepted.exchange].command.at) }
      if let refused = session.exchanges[first.exchange].reply { return report(.ehlo, .failed, refused.last) }
      return report(
        .ehlo, mayBeMissed(.server) ? .reached : .notReached, session.exchanges[first.exchange].command.at)
    }
    if session.tls?.mode == .implicit { return report(.ehlo, isHidden ? .hidden : .notReached) }
    if neverOpened { return report(.ehlo, .notReached) }
    return report(.ehlo, mayBeMissed(.client) ? .notCaptured : .notReached)
  }

  private var capabilities: StageReport {
    let isGranted = { (hello: Hello) in session.exchanges[hello.exchange].reply?.isPositiveCompletion ?? false }
    // The list inside TLS has a stage of its own where there is one before it.
    if let hello = session.hellos.last(where: { !$0.isProtected && isGranted($0) })
      ?? session.hellos.last(where: isGranted),
      let reply = session.exchanges[hello.exchange].reply
    {
      return report(.capabilities, hello.listIsComplete || hello.verb == .helo ? .reached : .notCaptured, reply.last)
    }
    if let list = session.inferredExchanges.last(where: { $0.verb == .ehlo }) {
      return report(.capabilities, list.reply.isComplete ? .reached : .notCaptured, list.reply.last)
    }
    if session.tls?.mode == .implicit { return report(.capabilities, isHidden ? .hidden : .notReached) }
    return report(.capabilities, !session.hellos.isEmpty && mayBeMissed(.server) ? .notCaptured : .notReached)
  }

  private var startTLS: StageReport {
    guard let request = session.startTLSRequests.last else {
      if session.tls?.mode == .starttls { return report(.starttls, .notCaptured) }
      if let reply = session.inferredExchanges.last(where: { $0.verb == .startTLS })?.reply {
        return report(.starttls, reply.isPositiveCompletion ? .reached : .failed, reply.last)
      }
      return report(.starttls, .notReached)
    }
    let exchange = session.exchanges[request.exchange]
    guard let reply = exchange.reply else {
      return mayBeMissed(.server)
        ? report(.starttls, .notCaptured) : report(.starttls, .notReached, exchange.command.at)
    }
    return report(.starttls, reply.isPositiveCompletion ? .reached : .failed, reply.last)
  }

  private func handshake(_ stage: Stage) -> StageReport {
    guard let tls = session.tls else { return report(stage, .notReached) }
    if let at = tls.reached[stage] { return report(stage, .reached, at) }
    let later = tls.reached.keys.contains { $0 > stage }
    if later || tls.lostSight { return report(stage, .notCaptured) }
    return report(stage, .notReached)
  }

  private var secondEHLO: StageReport {
    let acceptance = session.startTLSRequests.last {
      session.exchanges[$0.exchange].reply?.isPositiveCompletion ?? false
    }
    if let acceptance,
      let hello = session.hellos.first(where: { $0.exchange > acceptance.exchange && $0.layer != .clear })
    {
      return report(.secondEHLO, .reached, session.exchanges[hello.exchange].command.at)
    }
    return report(.secondEHLO, isHidden && (session.tls?.carriedData ?? false) ? .hidden : .notReached)
  }

  private var hiddenOrNot: StageReport.State {
    isHidden && (session.tls?.carriedData ?? false) ? .hidden : .notReached
  }

  private var auth: StageReport {
    guard let last = session.authentications.last else { return report(.auth, hiddenOrNot) }
    switch last.outcome {
    case .accepted: return report(.auth, .reached, last.last)
    case .rejected, .cancelled: return report(.auth, .failed, last.last)
    case .noReply: return report(.auth, mayBeMissed(.server) ? .notCaptured : .notReached, last.last)
    case .hidden: return report(.auth, .hidden)
    }
  }

  private var mail: StageReport {
    guard !session.transactions.isEmpty else { return report(.mail, hiddenOrNot) }
    if let accepted = session.transactions.compactMap(\.mailReply).first(where: \.isPositiveCompletion) {
      return report(.mail, .reached, accepted.last)
    }
    guard let refused = session.transactions.compactMap(\.mailReply).last else {
      return report(.mail, .notReached, session.exchange(of: .mail)?.command.at)
    }
    return report(.mail, .failed, refused.last)
  }

  private var rcpt: StageReport {
    let replies = session.transactions.filter { !$0.isRefusedAtMail }.flatMap(\.recipients).compactMap(\.reply)
    guard !replies.isEmpty else {
      return report(.rcpt, hiddenOrNot, mail.state == .reached ? session.exchange(of: .rcpt)?.command.at : nil)
    }
    if let accepted = replies.first(where: \.isPositiveCompletion) { return report(.rcpt, .reached, accepted.last) }
    return report(.rcpt, .failed, replies.last?.last)
  }

  private var data: StageReport {
    if let accepted = session.transactions.first(where: { $0.outcome == .accepted })?.finalReply {
      return report(.data, .reached, accepted.last)
    }
    if let refused = session.transactions.last.flatMap({ $0.finalReply ?? $0.dataReply }), refused.isNegative {
      return report(.data, .failed, refused.last)
    }
    // The server was ready for the message (354), which did not come to its end.
    let ready = session.transactions.last?.dataReply.flatMap { $0.isPositiveIntermediate ? $0.last : nil }
    return report(.data, hiddenOrNot, ready)
  }

  private var quit: StageReport {
    if let quit = session.exchange(of: .quit) { return report(.quit, .reached, quit.command.at) }
    return report(.quit, hiddenOrNot)
  }

  private func mayBeMissed(_ side: Side) -> Bool {
    session.visibility.lacksBytes(from: side)
      || (side == .client ? !session.visibility.seesClient : !session.visibility.seesServer)
      || (missesStart && session.transcript.isEmpty)
  }
}
