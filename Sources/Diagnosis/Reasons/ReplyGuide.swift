import PacketLayers
import SMTPSession
import SMTPTranscript

/// Where a refusal itself sends the one who reads it.
enum ReplyGuide {
  /// A page on the web.
  case link
  /// A mail address to write to.
  case address

  /// As a sentence about the reply.
  var sentence: String {
    switch self {
    case .link: "Open the link in the reply: it tells the reason, and often the way out."
    case .address: "Write to the address in the reply; say that it happened {time}, from {source}."
    }
  }
}

extension Refusal {
  /// `nil` where the reply names no place to go to. The addresses of the mail itself, which many replies repeat, are none.
  func guide(in session: Session) -> ReplyGuide? {
    let words = reply.lines.flatMap { $0.split(separator: " ") }
    if words.contains(where: Self.isLink) { return .link }
    let own = session.transactions.flatMap { [$0.mailFrom] + $0.recipients.map(\.address) }.map { $0.lowercased() }
    let isElsewhere = words.contains { word in
      let address = word.trimming { "<>()[],;:.'\"".contains($0) }.lowercased()
      guard let at = address.firstIndex(of: "@"), at != address.startIndex else { return false }
      return address[address.index(after: at)...].contains(".") && !own.contains(address)
    }
    return isElsewhere && says("contact", "ask", "write", "mail to", "report", "postmaster", "support") ? .address : nil
  }

  private static func isLink(_ word: Substring) -> Bool {
    let word = word.lowercased()
    return word.contains("http://") || word.contains("https://") || word.hasPrefix("www.")
  }

  /// Whether one of `phrases`, in lower case, stands in the reply.
  func says(_ phrases: String...) -> Bool {
    let text = reply.lines.joined(separator: " ").lowercased()
    return phrases.contains { text.contains($0) }
  }

  /// Whether the server says that it is being stopped, whoever calls.
  var saysItStops: Bool {
    reason == .shuttingDown
      && says("shutting down", "going down", "shutdown", "sigterm", "not active", "being stopped", "restart")
  }

  /// Whether a limit that the server names is counted for this client alone: by its words, or because they name its address.
  func countsThisClient(in session: Session) -> Bool {
    says(
      "from your", "your ip", "your host", "per host", "per client", "per ip", "from this",
      session.client.address.description)
  }
}

extension Substring {
  fileprivate func trimming(_ isTaken: (Character) -> Bool) -> Substring {
    var rest = drop(while: isTaken)
    while let last = rest.last, isTaken(last) { rest.removeLast() }
    return rest
  }
}

/// What several rules tell of a server that turns a caller away.
enum CallerTelling {
  static let reverseName = Remedy(
    .client, "Give {source} a reverse name (PTR) that leads back to it, and use that name in EHLO.")

  /// What the caller does, by the reason and by where the reply leads.
  static func remedies(_ refusal: Refusal, in session: Session) -> [Remedy] {
    let guide = refusal.guide(in: session)
    switch refusal.reason {
    case .reverseName:
      guard guide == .link else { return [reverseName] }
      return [
        Remedy(
          .client,
          "Give {source} a reverse name (PTR) that leads back to it, and use that name in EHLO; open the link in the reply for details."
        )
      ]
    case .blockList:
      let listed =
        "mend what {source} was listed for (a compromised account or machine, a range of addresses for end users), and ask for removal there."
      return [
        Remedy(
          .client,
          guide == .link
            ? "Open the link in the reply, \(listed)" : "Look {source} up in the list that the reply names, \(listed)")
      ]
    default:
      if let guide { return [Remedy(.client, guide.sentence)] }
      return [
        Remedy(
          .client,
          "Ask the server's postmaster why {source} was refused {time}, with the reply quoted here; look the address up in public block lists meanwhile."
        )
      ]
    }
  }

  /// What the server minded, where its words say so; completes "The server …".
  static func reason(_ refusal: Refusal) -> String? {
    switch refusal.reason {
    case .reverseName:
      "minds the name that the DNS has for the client's address: there is none, or it does not lead back to that address"
    case .blockList: "found the client's address in a block list"
    case .callerAddress: "minds the client's address, or what it knows of it (its network, its reputation)"
    case .rate: "counts what this client sends or opens, and it was too much"
    case .noMailHere: "takes no mail from anybody"
    default: nil
    }
  }
}
