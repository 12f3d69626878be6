extension CaptureReader {
  /// For a capture that grows, as one on a pipe: waits at most so long until ``next()`` has an answer that it need not wait for,
  /// be it a packet, the end or an error. A record that is larger than the buffer has to be waited for all the same.
  package mutating func waitForPacket(seconds: Double) -> Bool {
    var milliseconds = Int32(max(0, min(seconds, 60)) * 1000)
    while !isReady {
      do throws(ReadFailure) {
        switch try readArrived(milliseconds: milliseconds) {
        case .bytes:
          // A record that comes byte by byte must not be waited for without end.
          milliseconds = 0
        case .nothing: return false
        case .end, .full: return true
        }
      } catch {
        // `next` meets the same failure and reports it in its own way.
        return true
      }
    }
    return true
  }
}
