/// How to take, on one kind of machine, the capture that answers a question about a mail session.
package struct CaptureRecipe: Sendable {
  /// One thing to do: why, and the commands for it.
  package struct Step: Sendable {
    package let text: String
    package let commands: [String]

    init(_ text: String, _ commands: String...) {
      self.text = text
      self.commands = commands
    }
  }

  /// What is filled in.
  package struct Values: Sendable {
    package var peer: String?
    package var port: Int

    package init(peer: String? = nil, port: Int = 25) {
      self.peer = peer
      self.port = port
    }

    /// The other side, or a word in capitals to be replaced.
    var host: String { peer ?? "PEER" }
    var isIPv6: Bool { peer?.contains(":") ?? false }

    /// What tcpdump and every program with libpcap is to keep: the mail, and what routers say about it.
    var filter: String {
      let mail = "tcp port \(port)" + (peer.map { " and host \($0)" } ?? "")
      return "(\(mail)) or icmp or icmp6"
    }
  }

  /// The word by which it is asked for.
  package let name: String
  /// Other words for it.
  package let otherNames: [String]
  package let title: String
  /// What to know before.
  package let note: String
  package let steps: @Sendable (Values) -> [Step]

  package static let all: [CaptureRecipe] = [
    postfix, exim, sendmail, linux, exchange, netsh, asa, fortigate, bothSides, long, keylog,
  ]

  /// The recipe of that name; `nil` where there is none.
  package static func named(_ word: String) -> CaptureRecipe? {
    let word = word.lowercased()
    return all.first { $0.name == word || $0.otherNames.contains(word) }
  }

  /// Names that are spelt much like the word, the nearest first.
  package static func names(like word: String) -> [String] {
    let near = EditDistance.nearest(word, in: all.flatMap { [$0.name] + $0.otherNames })
    var names: [String] = []
    for name in near.compactMap({ named($0)?.name }) where !names.contains(name) { names.append(name) }
    return Array(names.prefix(3))
  }

  /// Whether it may stand in a command as the other side: an address, or the name of a host.
  package static func isPeer(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 253 && !text.hasPrefix("-") && !text.hasPrefix(".")
      && text.utf8.allSatisfy { byte in
        (byte >= 0x30 && byte <= 0x3A) || byte == 0x2D || byte == 0x2E
          || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A)
      }
  }
}
