public import SMTPTranscript

/// A command, and the reply that answers it (RFC 5321 section 4.1, 4.2).
public struct Exchange: Sendable {
  public var command: Command
  /// `nil` where no reply to this command was seen in the capture.
  public var reply: Reply?

  public init(command: Command, reply: Reply? = nil) {
    self.command = command
    self.reply = reply
  }
}

/// One command line of the client. Two hundred rules look at it, so that it stands in one place and never changes.
public final class Command: Sendable {
  public let verb: Verb
  /// The line as it may be shown: printable, credentials replaced.
  public let text: String
  /// What follows the verb, printable; empty where there is nothing, or where it is a credential.
  public let argument: String
  /// Its place among the lines that were said; ``Session/transcriptPlace(ofSaid:)`` tells where the transcript has it.
  public let said: Int
  public let at: Moment
  public let flags: ElementFlags
  /// The place of its element; -1 of one that was not read.
  let element: Int32

  public convenience init(verb: Verb, text: String, argument: String, said: Int, at: Moment, flags: ElementFlags) {
    self.init(verb: verb, text: text, argument: argument, said: said, at: at, flags: flags, element: -1)
  }

  init(
    verb: Verb, text: String, argument: String, said: Int, at: Moment, flags: ElementFlags, element: Int32
  ) {
    self.element = element
    self.verb = verb
    self.text = text
    self.argument = argument
    self.said = said
    self.at = at
    self.flags = flags
  }
}

/// One reply of the server, all its lines together (RFC 5321 section 4.2.1). It stands in one place and never changes.
public final class Reply: Sendable {
  /// The three-digit reply code of the last line seen.
  public let code: Int
  /// The enhanced status code (RFC 3463), such as "5.7.0"; `nil` where the text does not begin with one.
  public let enhancedStatus: String?
  /// The text of each line, without the code and its separator.
  public let lines: [String]
  /// The places of its lines among those that were said; ``Session/transcriptPlace(ofSaid:)`` tells where the transcript has
  /// them.
  public let said: Places
  public let first: Moment
  public let last: Moment
  /// Whether the last line (code, space) was seen and no byte between the first and the last line was missing.
  public let isComplete: Bool
  public let flags: ElementFlags
  /// What was made of its words in another session; `nil` where they were not said lately.
  let recurring: RecurringWords?

  public convenience init(
    code: Int, enhancedStatus: String?, lines: [String], said: Places, first: Moment, last: Moment,
    isComplete: Bool, flags: ElementFlags
  ) {
    self.init(
      code: code, enhancedStatus: enhancedStatus, lines: lines, said: said, first: first, last: last,
      isComplete: isComplete, flags: flags, recurring: nil)
  }

  /// A whole reply whose words were said lately.
  convenience init(
    code: Int, _ words: RecurringWords, said: Places, first: Moment, last: Moment, flags: ElementFlags
  ) {
    self.init(
      code: code, enhancedStatus: words.enhancedStatus, lines: words.lines, said: said, first: first, last: last,
      isComplete: true, flags: flags, recurring: words)
  }

  private init(
    code: Int, enhancedStatus: String?, lines: [String], said: Places, first: Moment, last: Moment,
    isComplete: Bool, flags: ElementFlags, recurring: RecurringWords?
  ) {
    self.code = code
    self.enhancedStatus = enhancedStatus
    self.lines = lines
    self.said = said
    self.first = first
    self.last = last
    self.isComplete = isComplete
    self.flags = flags
    self.recurring = recurring
  }

  /// The name of a host with which its first line begins; `nil` where it begins with none.
  var hostName: String? {
    if let recurring { return recurring.hostName }
    return lines.first.flatMap(HostName.first(of:))
  }

  /// The same reply with other words.
  public func saying(_ lines: [String]) -> Reply {
    Reply(
      code: code, enhancedStatus: enhancedStatus, lines: lines, said: said, first: first, last: last,
      isComplete: isComplete, flags: flags)
  }

  /// 2yz: the requested action was completed.
  public var isPositiveCompletion: Bool { (200...299).contains(code) }
  /// 3yz: the server waits for more.
  public var isPositiveIntermediate: Bool { (300...399).contains(code) }
  /// 4yz: try again later.
  public var isTransientNegative: Bool { (400...499).contains(code) }
  /// 5yz: do not try again unchanged.
  public var isPermanentNegative: Bool { (500...599).contains(code) }
  public var isNegative: Bool { (400...599).contains(code) }

  /// The text of all lines, joined by spaces: for searching words.
  public var text: String { lines.joined(separator: " ") }

  /// The reply's last line as it stood on the wire: for quoting.
  public var quotation: String {
    "\(code)\(isComplete || lines.count == 1 ? " " : "-")\(lines.last ?? "")"
  }
}
