import CaptureFiles
import SMTPSession
import SMTPTranscript
import StreamAssembly

/// One step of a session that one side owed the other.
struct Turn {
  enum Duty {
    /// To answer the attempt to connect.
    case connection
    /// To greet (RFC 5321 section 3.1).
    case greeting
    /// To answer a command, a login or a message.
    case reply
    /// To answer a challenge of the login (RFC 4954 section 4).
    case challengeAnswer
    /// To begin TLS after the server agreed to it (RFC 3207 section 4).
    case tlsStart
    /// To send the message to its end after 354.
    case message
    /// To send the next command.
    case command
  }

  let duty: Duty
  let by: Side
  /// From when on it was owed.
  let since: Moment
  /// When it came; `nil` where it never did before the end of the session or of the capture.
  var met: Moment?
  /// The place of the command that it is about in `Session.exchanges`; `nil` before the first.
  var exchange: Int?
  /// What the reply owed is about.
  var object = Object.command

  enum Object {
    case command
    /// The login as a whole, after its last challenge was answered.
    case login
    case message
  }

  var isAboutMessage: Bool { object == .message }

  /// What RFC 5321 section 4.5.3.2 grants, in seconds: a wait that is still open proves nothing before.
  var grantedSeconds: Double {
    switch duty {
    case .connection: 180
    case .message: 180
    case .reply where isAboutMessage: 600
    case .greeting, .reply, .challengeAnswer, .tlsStart, .command: 300
    }
  }
}

/// Who owed what to whom in the words that can be read, in order. TLS and what is sealed in it are told by their records.
struct Timeline {
  private(set) var turns: [Turn] = []

  init(_ session: Session, until leave: LeaveTaking) {
    turns.reserveCapacity(session.exchanges.count + 4)
    if let syn = session.clientFlow.syn, !syn.acknowledges {
      turns.append(
        Turn(
          duty: .connection, by: .server, since: Moment(packet: syn.at.packet, time: syn.at.time),
          met: session.connected))
    }
    // With TLS from the first byte the greeting is owed inside it.
    if session.tls?.mode != .implicit || session.greeting != nil, let since = session.connected {
      turns.append(
        Turn(
          duty: .greeting, by: .server, since: since,
          met: session.greeting.flatMap { leave.isBefore($0.first.packet) ? nil : $0.last }))
    }
    for index in session.exchanges.indices {
      // What crossed the leave-taking on its way was owed to nobody any more.
      if leave.kind != .quit, leave.isBefore(session.exchanges[index].command.at.packet) { break }
      if session.exchanges[index].command.verb != .quit { take(index, of: session) }
    }
    guard let last = turns.last, last.met != nil, last.duty != .connection else { return }
    var met = turns.reduce(last.met) { max($0, $1.met) } ?? last.since
    if let tls = session.tls {
      // Inside TLS words are owed once its handshake is done, and only what was opened shows them.
      guard tls.opening.readsDialogue, let finished = session.stage(.clientFlight).at else { return }
      met = max(met, finished) ?? met
    }
    turns.append(Turn(duty: .command, by: .client, since: met, met: nil, exchange: last.exchange))
  }

  private mutating func take(_ index: Int, of session: Session) {
    let exchange = session.exchanges[index]
    turns.append(
      Turn(duty: .reply, by: .server, since: exchange.command.at, met: exchange.reply?.last, exchange: index))
    guard let reply = exchange.reply else { return }
    switch exchange.command.verb {
    case .auth, .xExps:
      guard let login = session.authentication(at: index), login.outcome == .noReply,
        login.challenges > 0
      else { return }
      let owesClient = login.challenges > login.responses
      turns.append(
        Turn(
          duty: owesClient ? .challengeAnswer : .reply, by: owesClient ? .client : .server,
          since: owesClient ? login.last : session.lastWord(of: .client, .auth) ?? login.last, exchange: index,
          object: .login))
    case .data where reply.isPositiveIntermediate:
      guard let mail = session.transaction(of: reply, at: index), mail.finalReply == nil else {
        return
      }
      let end = session.lastWord(of: .client, .data) ?? reply.last
      turns.append(
        mail.messageIsComplete
          ? Turn(duty: .reply, by: .server, since: end, exchange: index, object: .message)
          : Turn(duty: .message, by: .client, since: reply.last, exchange: index))
    case .startTLS, .xAnonymousTLS:
      guard reply.isPositiveCompletion,
        let request = session.startTLSRequest(at: index)
      else { return }
      let began = session.goesOn(after: request) ? session.stage(.clientHello).at ?? reply.last : nil
      turns.append(Turn(duty: .tlsStart, by: .client, since: reply.last, met: began, exchange: index))
    default: return
    }
  }

  /// What was owed last and never came; of several pipelined commands without an answer, the first.
  var unmet: Turn? {
    guard var index = turns.indices.last, turns[index].met == nil else { return nil }
    while index > turns.startIndex, turns[index - 1].met == nil { index -= 1 }
    return turns[index]
  }
}

private func max(_ left: Moment?, _ right: Moment?) -> Moment? {
  guard let left, let right else { return left ?? right }
  return left.packet < right.packet ? right : left
}

extension Session {
  /// Whether the client did something after the server had agreed to TLS: QUIT is none.
  func goesOn(after request: StartTLSRequest) -> Bool {
    switch request.clientWentOnWith {
    case .nothing: false
    case .tls: true
    case .plainText: exchanges.dropFirst(request.exchange + 1).contains { $0.command.verb != .quit }
    }
  }

  /// When the server accepted the connection, or was first heard; `nil` where it never was.
  var connected: Moment? {
    if let answer = serverFlow.syn, answer.acknowledges {
      return Moment(packet: answer.at.packet, time: answer.at.time)
    }
    // An RST in answer to a SYN accepts nothing.
    guard serverFlow.sentEnd > 0, let first = serverFlow.firstPacket else { return nil }
    return Moment(packet: first.packet, time: first.time)
  }

  /// The last line of that kind that `side` sent; `nil` where there is none.
  func lastWord(of side: Side, _ kind: TranscriptLine.Kind) -> Moment? {
    transcript.last { $0.from == side && $0.kind == kind }?.at
  }
}
