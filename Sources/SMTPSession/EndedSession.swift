package import CaptureFiles
import SMTPTranscript

/// A connection that is over, with all that was gathered about it, before a ``Session`` is made of it. To make one costs as much as
/// to follow the connection did, and needs nothing of the tracker: whoever has time does it.
package struct EndedSession: Sendable {
  /// Handed on from one to the next, and large.
  let connection: EndedConnection
  /// Packets that the capturing kernel lost in its time; `nil` where it reports nothing.
  package var kernelDrops: UInt64?
  /// Whether the capture's file ended in the middle of a packet while it was open.
  package var fileIsTruncated = false
  /// Whether it was still followed when the capture ended.
  package var crossesEnd = false

  init(_ connection: EndedConnection) {
    self.connection = connection
  }

  /// Bytes of text that were read or are to be read of it: what is made of it grows with them.
  package var textBytes: Int { connection.size.textBytes }

  /// Lines of it, about.
  package var lines: Int { connection.size.lines }

  /// Its number in the capture.
  package var id: Int { connection.id }
  /// The key under which its packets are kept; see ``SessionTracker/sessionOfLastPacket``.
  package var key: Int { connection.key }
  package var start: Timestamp { connection.firstSeen.time }
  package var end: Timestamp { connection.lastSeen.time }
  package var completion: Session.Completion { connection.completion }
  /// The file of its last packet, from 0.
  package var lastFile: Int32 { connection.lastSeen.packet.file }

  package func session() -> Session {
    var session = SessionBuilder(connection).session()
    if let kernelDrops { session.visibility.kernelDrops = kernelDrops }
    if fileIsTruncated { session.visibility.fileIsTruncated = true }
    return session
  }
}
