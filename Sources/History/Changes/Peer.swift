/// Who is spoken to: a server by the name that it gives itself, with the port.
///
/// The name in the reply to EHLO comes in clear whether or not TLS is offered, so it does not change with what is looked for. A session that lacks it belongs
/// to the name of its address, where that is one; else to the name that the client asked for in its handshake, else to the address.
struct Peer: Sendable {
  /// The rows of sessions that belong to it.
  struct Rows: Sendable, Hashable {
    var server: Int32
    var port: Int32
    var name: Int32?
    var requested: Int32?
  }

  /// A name or an address.
  var label: String
  var port: Int32
  var rows: [Rows]
  /// Other names under which it was met, and its addresses; each sorted.
  var otherNames: [String]
  var addresses: [String]
  var sessions: Int

  /// `mx.example.net`, `mx.example.net:587`, `[2001:db8::25]:25`.
  var title: String {
    if port == 25, !label.contains(":") { return label }
    return label.contains(":") ? "[\(label)]:\(port)" : "\(label):\(port)"
  }

  /// The peers that the rows belong to, in the order of their titles.
  static func all(_ groups: [(rows: Rows, sessions: Int)], words: [Int32: String]) -> [Peer] {
    struct Address: Hashable {
      var server: Int32
      var port: Int32
    }
    var names: [Address: Set<Int32>] = [:]
    for group in groups {
      if let name = group.rows.name {
        names[Address(server: group.rows.server, port: group.rows.port), default: []].insert(name)
      }
    }
    struct Identity: Hashable {
      var label: Int32
      var port: Int32
    }
    var peers: [Identity: [(rows: Rows, sessions: Int)]] = [:]
    for group in groups {
      let known = names[Address(server: group.rows.server, port: group.rows.port)] ?? []
      let only = known.count == 1 ? known.first : nil
      let label = group.rows.name ?? only ?? group.rows.requested ?? group.rows.server
      peers[Identity(label: label, port: group.rows.port), default: []].append(group)
    }
    return peers.map { identity, groups in
      let label = words[identity.label] ?? "?"
      let other = groups.flatMap { [$0.rows.name, $0.rows.requested] }.compactMap { $0.flatMap { words[$0] } }
      return Peer(
        label: label, port: identity.port, rows: groups.map(\.rows),
        otherNames: Set(other).subtracting([label]).sorted(),
        addresses: Set(groups.compactMap { words[$0.rows.server] }).sorted(),
        sessions: groups.reduce(0) { $0 + $1.sessions })
    }.sorted { ($0.title, $0.sessions) < ($1.title, $1.sessions) }
  }

  /// Whether it is meant by one of the names that a person gives.
  func isNamed(_ matches: (String) -> Bool) -> Bool {
    matches(label) || matches(title) || otherNames.contains(where: matches) || addresses.contains(where: matches)
  }

  /// Several as one.
  static func joined(_ peers: [Peer], as label: String) -> Peer? {
    guard let first = peers.first else { return nil }
    return Peer(
      label: label, port: first.port, rows: peers.flatMap(\.rows),
      otherNames: Set(peers.flatMap { [$0.label] + $0.otherNames }).subtracting([label]).sorted(),
      addresses: Set(peers.flatMap(\.addresses)).sorted(), sessions: peers.reduce(0) { $0 + $1.sessions })
  }
}
