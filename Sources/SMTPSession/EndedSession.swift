package import CaptureFiles

/// A connection that is over, with all that was gathered about it, before a ``Session`` is made of it. To make one costs as much as
/// to follow the connection did, and needs nothing of the tracker: whoever has time does it.
package struct EndedSession: Sendable {
  let builder: SessionBuilder
  /// Packets that the capturing kernel lost in its time; `nil` where it reports nothing.
  package var kernelDrops: UInt64?
  /// Whether the capture's file ended in the middle of a packet while it was open.
  package var fileIsTruncated = false

  init(_ builder: SessionBuilder) {
    self.builder = builder
  }

  /// Its number in the capture.
  package var id: Int { builder.conversation.id }
  package var start: Timestamp { builder.conversation.firstSeen.time }
  package var end: Timestamp { builder.conversation.lastSeen.time }
  package var completion: Session.Completion { builder.completion }

  package func session() -> Session {
    var session = builder.session()
    if let kernelDrops { session.visibility.kernelDrops = kernelDrops }
    if fileIsTruncated { session.visibility.fileIsTruncated = true }
    return session
  }
}
