package import SMTPSession
package import SMTPTranscript

/// What the sizes, directions and times of encrypted records show of a conversation that nobody can read.
///
/// Nothing here was read: it is concluded from lengths, which most cipher suites leave exact, and from who spoke when. It
/// never claims more than `strong`, and nothing after the first leave-taking counts as an answer.
package struct SealedDialogue: Sendable {
  /// Records of one side without a record of the other between.
  package struct Turn: Sendable {
    package let side: Side
    package let records: Int
    /// Bytes of plaintext in all of them: exact for AEAD suites (both bounds equal), a range for CBC and under padding.
    package let plaintext: ClosedRange<Int>
    /// The packet with the first byte, and the one with the last.
    package let first: Moment
    package let last: Moment
    package internal(set) var shape: Shape
    /// The plaintext of the last record.
    let lastRecord: ClosedRange<Int>
    /// The records, as places in what was given.
    let places: Range<Int>
    /// Where the last record ends, as an offset in its direction's TCP stream.
    let endOffset: UInt64
  }

  package enum Shape: String, Sendable, CaseIterable {
    /// The server's first reply inside implicit TLS.
    case greeting
    /// As long as the EHLO that went in clear, or a plausible first command.
    case hello
    /// As long as the answer to EHLO is to be.
    case list
    /// Six bytes: `QUIT`, `RSET`, `DATA` or `NOOP`.
    case shortCommand
    /// AUTH with a mechanism, or a line of the exchange that follows it.
    case login
    /// The server's `334`.
    case challenge
    /// As long as MAIL or RCPT, or several commands together.
    case command
    /// A message, or a part of one.
    case message
    case reply
    /// As long as an alert, or one by its type.
    case alert
    case unknown
  }

  package enum Outcome: Sendable, Equatable {
    /// A message was answered by something as long as a reply, before anybody left. The answer is taken for a yes.
    case delivered(Moment)
    /// Sizes and order admit a refusal at this stage, seen at that moment: `clientFlight` is a refusal of the handshake
    /// itself, `protected` one before the client's first command, `secondEHLO` an answer that is a fraction of the list.
    case refused(Stage, Moment)
    /// It was the turn of that side, and it sent nothing from that moment to the end, or for longer than anybody waits.
    case unanswered(by: Side, since: Moment, seconds: Double)
    /// The connection was closed or reset by that side while a message had no answer yet.
    case cutInMessage(by: Side, Moment)
    /// EHLO, or nothing, and then the client left: nothing was asked for.
    case looked
    /// No command of the client after the handshake.
    case nothingSaid
    case cannotBeTold
  }

  /// A goodbye inside TLS.
  package struct Leave: Sendable, Equatable {
    package enum Kind: Sendable {
      case quit, alert
    }

    package let side: Side
    package let at: Moment
    package let kind: Kind
  }

  /// A record on which the outcome rests.
  package struct Basis: Sendable {
    package let side: Side
    /// Where it begins in its direction's TCP stream.
    package let offset: UInt64
    /// The record's length field, in bytes.
    package let length: Int
    /// How many bytes of plaintext it can hold.
    package let plaintext: ClosedRange<Int>
    package let at: Moment
    /// What it is taken for, in words.
    package let meaning: String
  }

  /// In the order of their last bytes; without tickets, key updates and the goodbye in an alert.
  package internal(set) var turns: [Turn]
  package let outcome: Outcome
  /// `strong` only where length and order admit nothing else; `undetermined` where the outcome cannot be told.
  package let certainty: Certainty
  /// Other stages of which the sizes admit a refusal as well; empty where the outcome is none.
  package let otherStages: [Stage]
  /// Whether the client's first words are as long as the EHLO that it had sent in clear.
  package let helloWasRepeated: Bool
  /// Whether something as long as MAIL, AUTH or a message was seen: the client meant to send or to log in.
  package let showsIntent: Bool
  /// The first leave-taking inside TLS; `nil` where there is none, as where TCP alone ended it.
  package let leave: Leave?
  package let basis: [Basis]

  /// Reads the records in the order in which they were completed.
  package init(records: [Record], setting: Setting) {
    let prepared = SealedPreparation(records, setting)
    let reader = SealedShapes(prepared, setting)
    let ending = SealedEnding(prepared, turns: reader.turns, setting: setting)
    let decision = SealedDecision(reader, ending: ending, prepared: prepared, setting: setting).decide()
    turns = reader.turns
    outcome = decision.outcome
    certainty = decision.outcome == .cannotBeTold ? .undetermined : min(decision.certainty, .strong)
    otherStages = decision.otherStages
    helloWasRepeated = reader.helloWasRepeated
    showsIntent = reader.turns.contains { $0.shape == .login || $0.shape == .command || $0.shape == .message }
    leave = ending.leave
    basis = decision.basis(of: reader.turns, records: prepared.records, leave: ending.leave)
  }
}

extension SealedDialogue {
  /// A record of application data, or an alert, after the handshake.
  package struct Record: Sendable {
    package let side: Side
    /// How many bytes of plaintext it can hold, by its length.
    package var plaintext: ClosedRange<Int>
    /// The packet with its first byte, and the one with its last.
    package let first: Moment
    package let last: Moment
    /// Whether its type shows that it is an alert (TLS 1.2 and before).
    package let isAlert: Bool
    /// Where it begins in its direction's TCP stream.
    package let offset: UInt64
    package let endOffset: UInt64
    /// The record's length field, in bytes.
    package let length: Int
    /// How many records it stands for: more than one where the capture's reading did not keep them all.
    package var count = 1

    package init(
      side: Side, plaintext: ClosedRange<Int>, first: Moment, last: Moment, isAlert: Bool = false, offset: UInt64,
      endOffset: UInt64, length: Int, count: Int = 1
    ) {
      self.side = side
      self.plaintext = plaintext
      self.first = first
      self.last = last
      self.isAlert = isAlert
      self.offset = offset
      self.endOffset = endOffset
      self.length = length
      self.count = count
    }
  }

  /// What is known of the conversation beside its sealed records.
  package struct Setting: Sendable {
    /// TLS 1.3: alerts, tickets and key updates look like data.
    package var isTLS13 = false
    /// CBC in TLS 1.0 and before: one piece of data may stand in two records.
    package var splitsRecords = false
    /// Whether the server greets first inside TLS.
    package var isImplicit = false
    /// Whether clients log in here first, as on the submission ports; otherwise what may be AUTH or MAIL is taken for MAIL.
    package var expectsLogin = false
    /// Whether every record after the handshake was captured; otherwise nothing can be told.
    package var isWhole = true
    /// Whether the end of the handshake is told by exact sizes or types.
    package var finishedIsExact = true
    /// TLS 1.3: the client answered a request for a certificate with none.
    package var sentEmptyCertificate = false
    /// When the handshake was over.
    package var handshakeEnd: Moment?
    /// The greeting of the client in clear; `nil` where none was seen whole.
    package var hello: ClearHello?
    /// The first FIN or valid RST; `nil` where nothing ended the connection.
    package var end: End?
    /// Seconds that the capture went on after the last packet of the connection, and when that was; `nil` where that is not
    /// known.
    package var open: (last: Moment, seconds: Double)?
    /// Behind the last byte of the client that the server's TCP acknowledged; `nil` where that is not known.
    package var acknowledged: UInt64?

    package init() {}

    package struct End: Sendable {
      package let by: Side
      package let at: Moment

      package init(by: Side, at: Moment) {
        self.by = by
        self.at = at
      }
    }

    /// The last EHLO in clear, and what the server said to it.
    package struct ClearHello: Sendable {
      /// Bytes of the command, its line end included.
      package let length: Int
      /// Bytes of the whole answer without the STARTTLS line, which is not repeated inside TLS; `nil` where it was not seen
      /// whole.
      package let list: Int?
      /// The same without the lines that a server may well leave out inside TLS: AUTH, and extensions of its own.
      package let leastList: Int?
      package let offersLogin: Bool
      package let offersPipelining: Bool

      package init(
        length: Int, list: Int?, leastList: Int? = nil, offersLogin: Bool = false, offersPipelining: Bool = true
      ) {
        self.length = length
        self.list = list
        self.leastList = leastList ?? list
        self.offersLogin = offersLogin
        self.offersPipelining = offersPipelining
      }
    }
  }
}
