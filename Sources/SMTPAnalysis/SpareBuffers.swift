package import Reports
import Synchronization

/// Buffers whose JSON is written, to be used again: to make room costs more than to write into it.
package final class SpareBuffers: Sendable {
  /// As many as there are batches under way at once, about.
  private static let most = 8
  /// Longer ones are let go of: a batch of a few usual sessions takes a tenth of it.
  private static let mostBytes = 1 << 19

  private let buffers = Mutex<[JSONBuffer]>([])

  package init() {}

  package func take() -> JSONBuffer { buffers.withLock { $0.popLast() } ?? JSONBuffer() }

  /// Keeps a buffer, as an empty one.
  package func keep(_ used: JSONBuffer) {
    guard used.count > 0, used.count <= Self.mostBytes else { return }
    var buffer = used
    buffer.removeAll()
    buffer.endDocument()
    buffers.withLock { if $0.count < Self.most { $0.append(buffer) } }
  }
}
