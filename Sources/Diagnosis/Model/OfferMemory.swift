import Synchronization
package import TLSHandshake

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
