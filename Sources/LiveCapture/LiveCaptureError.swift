/// Why packets cannot be taken from an interface, or no longer, with what to do about it.
package struct LiveCaptureError: Error, Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    /// The process lacks the right to open raw sockets.
    case noRight
    case noSuchInterface
    case interfaceDown
    /// The filter expression was refused.
    case filter
    /// Another user could not be become.
    case user
    /// Rights could not be laid down.
    case rights
    case other
  }

  package var kind: Kind
  /// What it is about: an interface, a filter, a user.
  package var subject: String
  /// libpcap's or the system's own words.
  package var reason: String

  package init(_ kind: Kind, _ subject: String, _ reason: String) {
    self.kind = kind
    self.subject = subject
    self.reason = reason
  }
}

extension LiveCaptureError: CustomStringConvertible {
  package var description: String {
    switch kind {
    case .noRight: "\(subject): may not be captured on: \(reason)"
    case .noSuchInterface: "\(subject): there is no such interface; smtptrace interfaces lists them"
    case .interfaceDown: "\(subject): the interface is down"
    case .filter: "the filter \"\(subject)\" cannot be used: \(reason)"
    case .user: "the user \(subject) cannot be become: \(reason)"
    case .rights: "\(subject) could not be laid down: \(reason); nothing is listened to with it"
    case .other: "\(subject): \(reason)"
    }
  }
}
