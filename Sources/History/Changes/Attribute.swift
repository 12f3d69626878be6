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

  /// Whether it may depend on the name that the client asks for in its handshake (RFC 6066 section 3), as the certificate does.
  var dependsOnRequestedName: Bool {
    switch self {
    case .handshake, .tlsVersion, .cipherSuite, .certificate: true
    // A name is asked for only where STARTTLS is offered, so it says nothing of these.
    case .starttls, .delivery: false
    }
  }

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
