/// What the tracker takes for mail, what it keeps, and how long it waits.
package struct TrackerConfiguration: Sendable {
  /// Ports whose connections are taken for mail whatever they carry.
  package var mailPorts: Set<UInt16>
  package var keepsSecrets: Bool
  package var keepsMessages: Bool
  /// Seconds of the capture's clock without a packet after which a connection is handed out as it is.
  package var idleSeconds: Double
  /// Seconds of the capture's clock for which a closed connection still takes packets (late ACKs, resets, retransmissions).
  package var lingerSeconds: Double = 2
  /// Closed connections that take late packets at the same time. Of more, those that closed first are completed early, and a
  /// late segment with payload begins a session of its own that says that its start was not captured.
  package static let maximumLingering = 512
  /// Bytes that may be kept of all open connections together.
  package var openBytes = 96 << 20
  /// Whether connections that brought something new are remembered, for ``SessionTracker/nextChanged()``.
  package var marksChanges = false
  /// Whether sessions that turned out not to be mail are remembered, for ``SessionTracker/nextDiscarded()``.
  package var marksDiscarded = false

  package init(
    mailPorts: Set<UInt16> = [25, 465, 587, 2525], keepsSecrets: Bool = false, keepsMessages: Bool = false,
    idleSeconds: Double = 900
  ) {
    self.mailPorts = mailPorts
    self.keepsSecrets = keepsSecrets
    self.keepsMessages = keepsMessages
    self.idleSeconds = idleSeconds
  }
}
