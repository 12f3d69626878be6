import CaptureFiles
import PacketLayers

/// What several sessions of one server show about its offer of TLS, for the rules that look at more than one. Each tells what came
/// before what, and how long: two lists of different days prove a change, and nothing more.
extension Survey {
  /// How long a server, or a client, is believed to remember that TLS failed: an hour is the longest known memory.
  static let memorySeconds: Double = 3600

  /// Two visits of two clients, of which one was offered STARTTLS and the other was not.
  struct UnequalOffers {
    let refused: Visit
    let offered: Visit

    var seconds: Double { refused.distance(to: offered) }
  }

  /// The keywords of a list, without parameters.
  static func names(_ visit: Visit) -> Set<String> {
    Set(visit.keywords.map { String($0.prefix { $0 != " " && $0 != "=" }).uppercased() })
  }

  /// A client that never was offered STARTTLS by a server that offered it to another, and that other's visit: the two that lie nearest
  /// in time. A list that a device wrote over says nothing about the server, and a second capture of one conversation is no second
  /// client.
  func unequalOffers(_ visits: [Visit]) -> UnequalOffers? {
    let offers = visits.filter { $0.offersSTARTTLS == true }
    // A client that met both lists met two machines, or two moments: that is another finding.
    let served = Set(offers.map(\.client.address))
    let refused = visits.filter {
      $0.offersSTARTTLS == false && !$0.listIsMasked && !served.contains($0.client.address)
    }
    var nearest: UnequalOffers?
    for visit in refused {
      for offer in offers where !areCopies(visit, offer) {
        let pair = UnequalOffers(refused: visit, offered: offer)
        if nearest.map({ pair.seconds < $0.seconds }) ?? true { nearest = pair }
      }
    }
    return nearest
  }

  /// The same of all visits of one server.
  func unequalOffers(_ clients: [IPAddress: Client]) -> UnequalOffers? {
    // Most servers offer it to everybody: their visits need not be put in order.
    guard clients.values.contains(where: Self.showsRefusal) else { return nil }
    return unequalOffers(clients.inTime)
  }

  /// Whether one of them was not offered STARTTLS.
  static func showsRefusal(_ client: Client) -> Bool { client.hasVisit { $0.offersSTARTTLS == false } }

  /// The moment at which the server began, or ceased, to offer STARTTLS to a client: every list before lacks it, or has it, and every
  /// list after has it, or lacks it. `nil` where the lists do not change, or change more than once.
  static func turn(_ client: Client) -> (before: Visit, after: Visit)? {
    guard showsRefusal(client) else { return nil }
    let lists = client.inTime.filter { $0.offersSTARTTLS != nil && !$0.listIsMasked }
    let turns = zip(lists, lists.dropFirst()).filter { $0.offersSTARTTLS != $1.offersSTARTTLS }
    guard turns.count == 1, let turn = turns.first, turn.0.isBefore(turn.1), turn.0.meetsSameName(as: turn.1) else {
      return nil
    }
    return (turn.0, turn.1)
  }

  /// What shows that a server began, or ceased, to offer STARTTLS: the lists of one client before and after; else two lists of two
  /// clients that lie too far apart to show that the clients are treated differently.
  func offerChange(_ clients: [IPAddress: Client]) -> (before: Visit, after: Visit)? {
    guard clients.values.contains(where: Self.showsRefusal),
      !clients.values.contains(where: { Self.suppressed($0) != nil })
    else { return nil }
    // Of lists that were given at nearly the same time two machines are the likelier reason.
    let turns = clients.values.compactMap { Self.turn($0) }.filter { $0.before.distance(to: $0.after) >= 60 }
    if let turn = turns.min(by: { Visit.isEarlier($0.after, $1.after) }) { return turn }
    guard let pair = unequalOffers(clients), pair.seconds > Siblings.day else { return nil }
    return pair.refused.isBefore(pair.offered) ? (pair.refused, pair.offered) : (pair.offered, pair.refused)
  }

  /// The visit in which TLS failed, and the later one in which the same client was no longer offered it.
  static func suppressed(_ client: Client) -> (failed: Visit, without: Visit, again: Visit?)? {
    guard showsRefusal(client) else { return nil }
    let sorted = client.inTime
    for (index, without) in sorted.enumerated() where without.offersSTARTTLS == false && !without.listIsMasked {
      guard let failed = sorted[..<index].last(where: { $0.offersSTARTTLS == true && $0.isBefore(without) }),
        failed.tls == .failed, failed.meetsSameName(as: without), without.distance(to: failed) <= memorySeconds
      else { continue }
      return (failed, without, sorted[index...].first { $0.offersSTARTTLS == true && without.isBefore($0) })
    }
    return nil
  }

  /// Whether mail went in clear in one of them.
  static func showsClearMail(_ client: Client) -> Bool { client.hasVisit { $0.clearMailPacket != nil } }

  /// The visit in which TLS failed, and the later one in which the same client sent mail in clear although TLS was offered.
  static func retried(_ client: Client) -> (failed: Visit, clear: Visit)? {
    guard showsClearMail(client) else { return nil }
    let sorted = client.inTime
    for (index, clear) in sorted.enumerated() {
      guard clear.clearMailPacket != nil, clear.offersSTARTTLS == true, clear.tls == .none,
        let failed = sorted[..<index].last(where: { $0.tls != .none && $0.isBefore(clear) }), failed.tls == .failed,
        clear.distance(to: failed) <= memorySeconds
      else { continue }
      return (failed, clear)
    }
    return nil
  }

  /// The session in which a client still had what protects mail, and the later one in which its mail went in clear without it.
  static func downgraded(_ client: Client) -> (protected: Visit, clear: Visit)? {
    guard showsClearMail(client) else { return nil }
    let sorted = client.inTime
    for (index, clear) in sorted.enumerated() where clear.clearMailPacket != nil && clear.tls == .none {
      let before = sorted[..<index].filter { $0.isBefore(clear) && $0.meetsSameName(as: clear) }
      // The offer is gone; two machines behind one address may well differ.
      if clear.offersSTARTTLS == false, let offered = before.last(where: { $0.offersSTARTTLS == true }) {
        return (offered, clear)
      }
      // Or it is there, and whoever used it before does not; after a failure that is another finding.
      if clear.offersSTARTTLS == true, let last = before.last(where: { $0.tls != .none }), last.tls == .completed,
        last.clientName == clear.clientName, last.listPacket != nil
      {
        return (last, clear)
      }
    }
    return nil
  }
}
