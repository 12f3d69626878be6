/// What can change at a peer.
package enum Attribute: String, Sendable, CaseIterable {
  /// Whether STARTTLS stands in the list of extensions in clear.
  case starttls
  /// Whether handshakes that were begun complete.
  case handshake
  /// The version of TLS that is agreed on.
  case tlsVersion
  case cipherSuite
  /// The server's own certificate, where it is presented in clear.
  case certificate
  /// Whether mail that was offered is taken.
  case delivery

  /// What it brings along when it changes: told with it, and not as a change of its own.
  var consequences: Set<Attribute> {
    switch self {
    case .starttls, .handshake: [.delivery, .handshake]
    case .tlsVersion: [.cipherSuite]
    case .cipherSuite, .certificate, .delivery: []
    }
  }
}

/// A value of an attribute: one of few that have a meaning here, or the number of a word of the database.
enum Value {
  static let no: Int32 = 0
  static let yes: Int32 = 1
}
