import CaptureFiles
import PacketLayers

/// What several sessions of one server show about its offer of TLS, for the rules that look at more than one.
extension Survey {
  /// How long a server, or a client, is believed to remember that TLS failed: an hour is the longest known memory.
  static let memorySeconds: Double = 3600

  /// The keywords of a list, without parameters.
  static func names(_ visit: Visit) -> Set<String> {
    Set(visit.keywords.map { String($0.prefix { $0 != " " && $0 != "=" }).uppercased() })
  }

  /// A client that never was offered STARTTLS by a server that offered it to another, and that other's visit.
  static func refusedClient(_ visits: [Visit]) -> (refused: Visit, offered: Visit)? {
    guard
      let refused = visits.first(where: { visit in
        visit.offersSTARTTLS == false
          // A client that met both lists met two machines, or two moments: that is another finding.
          && !visits.contains { $0.client.address == visit.client.address && $0.offersSTARTTLS == true }
      }),
      let offered = visits.first(where: { $0.offersSTARTTLS == true && $0.client.address != refused.client.address })
    else { return nil }
    return (refused, offered)
  }

  /// The visit in which TLS failed, and the later one in which the same client was no longer offered it.
  static func suppressed(_ visits: [Visit]) -> (failed: Visit, without: Visit, again: Visit?)? {
    let sorted = visits.sorted { $0.session < $1.session }
    for (index, without) in sorted.enumerated() where without.offersSTARTTLS == false {
      guard let failed = sorted[..<index].last(where: { $0.offersSTARTTLS == true }), failed.tlsFailed,
        failed.serverName == without.serverName,
        (0...memorySeconds).contains(without.start.seconds(since: failed.start))
      else { continue }
      return (failed, without, sorted[index...].first { $0.offersSTARTTLS == true })
    }
    return nil
  }

  /// The visit in which TLS failed, and the later one in which the same client sent mail in clear although TLS was offered.
  static func retried(_ visits: [Visit]) -> (failed: Visit, clear: Visit)? {
    let sorted = visits.sorted { $0.session < $1.session }
    for (index, clear) in sorted.enumerated() {
      guard clear.clearMailPacket != nil, clear.offersSTARTTLS == true, !clear.tlsFailed, !clear.tlsCompleted,
        let failed = sorted[..<index].last(where: { $0.tlsFailed || $0.tlsCompleted }), failed.tlsFailed,
        (0...memorySeconds).contains(clear.start.seconds(since: failed.start))
      else { continue }
      return (failed, clear)
    }
    return nil
  }
}
