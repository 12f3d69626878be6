/// What a client program offers in every ClientHello alike: versions, suites, extensions, groups, point formats, signature schemes
/// and its first protocol name, without GREASE (RFC 8701). What changes from session to session is no part of it: the random bytes,
/// names, keys and tickets.
package struct ClientOffer: Hashable, Sendable {
  /// The lists, one after the other, each behind its length; what is absent has none and is 65,535 long.
  private let numbers: [UInt16]

  package init(_ hello: ClientHello) {
    var numbers: [UInt16] = []
    numbers.reserveCapacity(
      16 + hello.cipherSuites.count + hello.extensions.count + 2 * (hello.signatureAlgorithms?.count ?? 0))
    func add(_ values: some Sequence<UInt16>) {
      let place = numbers.count
      numbers.append(0)
      for value in values { numbers.append(value) }
      numbers[place] = UInt16(clamping: numbers.count - place - 1)
    }
    func add(_ values: (some Sequence<UInt16>)?) {
      if let values { add(values) } else { numbers.append(.max) }
    }
    numbers.append(hello.legacyVersion.rawValue)
    numbers.append(hello.isSSL2Format ? 1 : 0)
    add(hello.cipherSuites.lazy.filter { !$0.isGREASE }.map(\.rawValue))
    add(hello.extensions.lazy.filter { !$0.type.isGREASE }.map(\.type.rawValue))
    add(hello.supportedVersions?.lazy.filter { !$0.isGREASE }.map(\.rawValue))
    add(hello.supportedGroups?.lazy.filter { !$0.isGREASE }.map(\.rawValue))
    add(hello.signatureAlgorithms?.lazy.filter { !$0.isGREASE }.map(\.rawValue))
    add(hello.ecPointFormats?.lazy.map { UInt16($0) })
    add(hello.firstProtocolName.lazy.map { UInt16($0) })
    self.numbers = numbers
  }

  /// How many numbers stand in it.
  package var count: Int { numbers.count }

  package func hash(into hasher: inout Hasher) {
    // Unsafe: the array's own bytes, lent for the call.
    unsafe numbers.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
  }
}
