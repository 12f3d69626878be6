/// How far a session can come, in order.
public enum Stage: String, Sendable, CaseIterable, Comparable {
  case connect, greeting, ehlo, capabilities, starttls, clientHello, serverFlight, clientFlight, protected
  case secondEHLO, auth, mail, rcpt, data, quit

  public static func < (left: Stage, right: Stage) -> Bool {
    left.position < right.position
  }

  private var position: Int {
    switch self {
    case .connect: 0
    case .greeting: 1
    case .ehlo: 2
    case .capabilities: 3
    case .starttls: 4
    case .clientHello: 5
    case .serverFlight: 6
    case .clientFlight: 7
    case .protected: 8
    case .secondEHLO: 9
    case .auth: 10
    case .mail: 11
    case .rcpt: 12
    case .data: 13
    case .quit: 14
    }
  }
}

/// What became of one stage in one session.
public struct StageReport: Sendable {
  public enum State: String, Sendable {
    case reached, failed, notReached, notCaptured, hidden
  }

  public var stage: Stage
  public var state: State
  /// The packet that shows it; `nil` where there is none.
  public var at: Moment?

  public init(stage: Stage, state: State, at: Moment? = nil) {
    self.stage = stage
    self.state = state
    self.at = at
  }
}
