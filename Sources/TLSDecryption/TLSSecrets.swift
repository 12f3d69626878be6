/// What a key log says of one session (RFC 9850): the secrets from which the keys of its records are made. They are printed nowhere.
package struct TLSSecrets: Sendable, Equatable {
  /// TLS 1.2 and before: the master secret, 48 bytes.
  package var master: [UInt8]?
  /// TLS 1.3 (RFC 8446 section 7.1), each as long as the suite's hash.
  package var clientHandshake: [UInt8]?
  package var serverHandshake: [UInt8]?
  package var clientApplication: [UInt8]?
  package var serverApplication: [UInt8]?
  package var clientEarly: [UInt8]?

  package init() {}

  package var isEmpty: Bool {
    master == nil && clientHandshake == nil && serverHandshake == nil && clientApplication == nil
      && serverApplication == nil && clientEarly == nil
  }

  subscript(label: KeyLogLine.Label) -> [UInt8]? {
    get {
      switch label {
      case .clientRandom: master
      case .clientHandshake: clientHandshake
      case .serverHandshake: serverHandshake
      case .clientApplication: clientApplication
      case .serverApplication: serverApplication
      case .clientEarly: clientEarly
      }
    }
    set {
      switch label {
      case .clientRandom: master = newValue
      case .clientHandshake: clientHandshake = newValue
      case .serverHandshake: serverHandshake = newValue
      case .clientApplication: clientApplication = newValue
      case .serverApplication: serverApplication = newValue
      case .clientEarly: clientEarly = newValue
      }
    }
  }
}

/// The random bytes of a ClientHello, by which a key log names a session.
package struct ClientRandom: Hashable, Sendable {
  static let count = 32

  private let words: (UInt64, UInt64, UInt64, UInt64)

  /// `nil` where there are not 32 of them.
  package init?(_ bytes: Span<UInt8>) {
    guard bytes.count == Self.count else { return nil }
    func word(_ place: Int) -> UInt64 {
      var value: UInt64 = 0
      for index in 0..<8 { value = value << 8 | UInt64(bytes[place * 8 + index]) }
      return value
    }
    words = (word(0), word(1), word(2), word(3))
  }

  var bytes: [UInt8] {
    [words.0, words.1, words.2, words.3].flatMap { word in
      stride(from: UInt64(56), through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> $0) }
    }
  }

  package static func == (left: ClientRandom, right: ClientRandom) -> Bool { left.words == right.words }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
    hasher.combine(words.2)
    hasher.combine(words.3)
  }
}
