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

/// One command line of the client.
public struct Command: Sendable {
  public var verb: Verb
  /// The line as it may be shown: printable, credentials replaced.
  public var text: String
  /// What follows the verb, printable; empty where there is nothing, or where it is a credential.
  public var argument: String
  /// Its place in `Session.transcript`.
  public var line: Int
  public var at: Moment
  public var flags: ElementFlags

  public init(verb: Verb, text: String, argument: String, line: Int, at: Moment, flags: ElementFlags) {
    self.verb = verb
    self.text = text
    self.argument = argument
    self.line = line
    self.at = at
    self.flags = flags
  }
}

/// One reply of the server, all its lines together (RFC 5321 section 4.2.1).
public struct Reply: Sendable {
  /// The three-digit reply code of the last line seen.
  public var code: Int
  /// The enhanced status code (RFC 3463), such as "5.7.0"; `nil` where the text does not begin with one.
  public var enhancedStatus: String?
  /// The text of each line, without the code and its separator.
  public var lines: [String]
  /// The places of its lines in `Session.transcript`.
  public var transcriptLines: [Int]
  public var first: Moment
  public var last: Moment
  /// Whether the last line (code, space) was seen and no byte between the first and the last line was missing.
  public var isComplete: Bool
  public var flags: ElementFlags

  public init(
    code: Int, enhancedStatus: String?, lines: [String], transcriptLines: [Int], first: Moment, last: Moment,
    isComplete: Bool, flags: ElementFlags
  ) {
    self.code = code
    self.enhancedStatus = enhancedStatus
    self.lines = lines
    self.transcriptLines = transcriptLines
    self.first = first
    self.last = last
    self.isComplete = isComplete
    self.flags = flags
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
