public import SMTPTranscript

/// How the connection ended (RFC 9293 section 3.6, 3.5.2).
public struct Ending: Sendable {
  public enum Kind: Sendable {
    /// A FIN came first.
    case fin
    /// An RST came first.
    case reset
    /// Nothing was seen to end it.
    case none
  }

  public var kind: Kind
  /// Who sent the first FIN or RST; `nil` where nothing ended it.
  public var by: Side?
  /// The packet that ended it; the last packet of the connection where nothing did.
  public var at: Moment
  /// Seconds between the last byte of either side before the ending and the ending itself.
  public var silenceSeconds: Double
  /// Seconds that the capture went on after the connection's last packet; `nil` where that is not known (yet).
  public var captureWentOnSeconds: Double?
  /// Who sent the last byte before it ended; `nil` where no byte was seen.
  public var lastSpeaker: Side?

  public init(
    kind: Kind, by: Side?, at: Moment, silenceSeconds: Double, captureWentOnSeconds: Double?, lastSpeaker: Side?
  ) {
    self.kind = kind
    self.by = by
    self.at = at
    self.silenceSeconds = silenceSeconds
    self.captureWentOnSeconds = captureWentOnSeconds
    self.lastSpeaker = lastSpeaker
  }
}
