/// What a client program offers in every ClientHello alike: versions, suites, extensions, groups, point formats, signature schemes
/// and its first protocol name, without GREASE (RFC 8701). What changes from session to session is no part of it: the random bytes,
/// names, keys and tickets.
package struct ClientOffer: Hashable, Sendable {
  /// The lists, one after the other, each behind its length; what is absent has none and is 65,535 long.
  private let numbers: [UInt16]

  package init(_ hello: ClientHello) {
    let (versions, groups) = (hello.supportedVersions, hello.supportedGroups)
    let (suites, extensions) = (hello.cipherSuites, hello.extensions)
    let (schemes, formats, name) = (hello.signatureAlgorithms, hello.ecPointFormats, hello.firstProtocolName)
    let listed =
      suites.count + extensions.count + (versions?.count ?? 0) + (groups?.count ?? 0)
      + (schemes?.count ?? 0) + (formats?.count ?? 0) + name.count
    // Two numbers stand before the seven lists.
    var numbers: [UInt16] = []
    numbers.append(addingCapacity: listed + 9) { numbers in
      numbers.append(hello.legacyVersion.rawValue)
      numbers.append(hello.isSSL2Format ? 1 : 0)
      Self.add(suites, to: &numbers) { $0.rawValue }
      Self.add(extensions, to: &numbers) { $0.type.rawValue }
      Self.add(versions, to: &numbers) { $0.rawValue }
      Self.add(groups, to: &numbers) { $0.rawValue }
      Self.add(schemes, to: &numbers) { $0.rawValue }
      // Single bytes, which are no GREASE.
      Self.add(formats, to: &numbers) { UInt16($0) }
      Self.add(name, to: &numbers) { UInt16($0) }
    }
    self.numbers = numbers
  }

  @inline(__always)
  private static func add<Value>(
    _ list: (some Sequence<Value>)?, to numbers: inout OutputSpan<UInt16>, _ number: (Value) -> UInt16
  ) {
    guard let list else { return numbers.append(.max) }
    let place = numbers.count
    numbers.append(0)
    for value in list {
      let number = number(value)
      if !number.isGREASE { numbers.append(number) }
    }
    numbers[place] = UInt16(clamping: numbers.count - place - 1)
  }

  /// How many numbers stand in it.
  package var count: Int { numbers.count }

  package func hash(into hasher: inout Hasher) {
    // Unsafe: the array's own bytes, lent for the call.
    unsafe numbers.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
  }
}
