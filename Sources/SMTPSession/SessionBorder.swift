package import CaptureFiles
package import PacketLayers
import StreamAssembly

/// Where a session goes on behind the borders of what was captured.
package struct SessionBorder: OptionSet, Hashable, Sendable {
  package var rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Its opening was not captured: it may have begun before.
  package static let start = SessionBorder(rawValue: 1)
  /// It was not over, or its last packets could still have come, when the capture ended.
  package static let end = SessionBorder(rawValue: 2)

  /// As results write it; `nil` where it lies within.
  package var word: String? {
    isEmpty ? nil : self == .start ? "start" : self == .end ? "end" : "both"
  }

  package init?(word: String) {
    switch word {
    case "start": self = .start
    case "end": self = .end
    case "both": self = [.start, .end]
    default: return nil
    }
  }
}

/// A session that crosses a border, as its packets are found again.
package struct BorderSession: Sendable {
  /// The session's number.
  package var id: Int
  package var client: Endpoint
  package var server: Endpoint
  package var first: PacketID
  package var border: SessionBorder

  package init(id: Int, client: Endpoint, server: Endpoint, first: PacketID, border: SessionBorder) {
    self.id = id
    self.client = client
    self.server = server
    self.first = first
    self.border = border
  }
}

extension EndedSession {
  package var border: SessionBorder {
    var border: SessionBorder = connection.clientFlow.fields.syn == nil ? .start : []
    if crossesEnd { border.insert(.end) }
    return border
  }

  package var atBorder: BorderSession {
    BorderSession(
      id: connection.id, client: connection.client, server: connection.server, first: connection.firstSeen.packet,
      border: border)
  }
}
