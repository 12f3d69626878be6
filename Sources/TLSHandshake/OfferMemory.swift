import Synchronization

/// What a client program offers in every ClientHello alike: versions, suites, extensions, groups, point formats, signature schemes
/// and its first protocol name, without GREASE (RFC 8701). What changes from session to session is no part of it: the random bytes,
/// names, keys and tickets.
struct ClientOffer: Hashable {
  /// The lists, one after the other, each behind its length; what is absent has none and is 65,535 long.
  private let numbers: [UInt16]

  init(_ hello: ClientHello) {
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

  var count: Int { numbers.count }

  func hash(into hasher: inout Hasher) {
    // Unsafe: the array's own bytes, lent for the call.
    unsafe numbers.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
  }
}

/// Remembers what was worked out of an offer: thousands of sessions of one client program make the same, and to name its suites or to
/// digest them costs more than to read them.
///
/// Bounded, and the same on every thread: what is remembered is a pure function of the offer.
package final class OfferMemory<Value: Sendable>: Sendable {
  /// So many offers are remembered; of more, all are forgotten.
  static var maximumOffers: Int { 256 }
  /// Longer ones are worked out each time. In numbers, of which an ordinary offer has a hundred.
  static var maximumNumbers: Int { 1024 }

  private let known = Mutex<[ClientOffer: Value]>([:])

  package init() {}

  /// - Parameter make: A function of what stands in a ``ClientOffer``, and of nothing else in the hello.
  package func value(of hello: ClientHello, _ make: (ClientHello) -> Value) -> Value {
    let offer = ClientOffer(hello)
    guard offer.count <= Self.maximumNumbers else { return make(hello) }
    if let value = known.withLock({ $0[offer] }) { return value }
    let value = make(hello)
    known.withLock { known in
      if known.count >= Self.maximumOffers { known.removeAll(keepingCapacity: true) }
      known[offer] = value
    }
    return value
  }
}
