/// What every line of JSON says beside its session, so that lines of many captures and machines may lie in one place.
public struct LineContext: Sendable {
  /// The machine or place that captured, as somebody named it; `nil` where nobody did.
  public var sensor: String?
  /// The captures, in the order in which they are read: a file's name, or the interface.
  public var captures: [String]
  /// Whether the conversation is written out.
  public var hasTranscript: Bool

  /// What stand-ins take the place of, in the words of `--redact`: who reads on must not take them for names.
  public internal(set) var redacted: [String] = []

  /// Whether a result holds what is needed to merge it with others: what is remembered of sessions, and what each that others may
  /// change shows by itself.
  public var isMergeable = false
  /// Whether sessions that go on behind the borders of the captures are marked: where a seam holds their packets.
  public var hasSeam = false

  public init(sensor: String? = nil, captures: [String] = [], hasTranscript: Bool = true) {
    self.sensor = sensor
    self.captures = captures
    self.hasTranscript = hasTranscript
  }

  /// The capture of that number; `nil` where it has no name.
  func capture(_ file: UInt32) -> String? {
    captures.indices.contains(Int(file)) ? captures[Int(file)] : captures.count == 1 ? captures[0] : nil
  }
}
