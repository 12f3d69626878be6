import ByteParsing

/// Software that has settings of its own for one and the same remedy.
public struct Product: Sendable, Hashable {
  /// As it stands before its advice.
  public let name: String

  init(_ name: String) {
    self.name = name
  }

  static let postfix = Product("Postfix")
  static let exim = Product("Exim")
  static let exchange = Product("Exchange")
  static let sendmail = Product("Sendmail")
  static let openSMTPD = Product("OpenSMTPD")
  static let windows = Product("Windows")
  static let swaks = Product("swaks")
  static let programs = Product("mail programs and devices")

  /// The products that a server names in its greeting, behind its own name, or by keywords that nobody else has.
  static func named(greeting: [String], keywords: [String]) -> [Product] {
    var products: [Product] = []
    let text = greeting.enumerated().map { place, line in
      // The first word is the name of the host, whatever that is called after.
      place == 0 ? String(line.drop { $0 != " " }) : line
    }
    let folded = FoldedText(joining: text)
    // Most greetings name none, or one: they are cut into words only where a name stands in them at all.
    let near = [(postfix, "postfix"), (exim, "exim"), (sendmail, "sendmail"), (openSMTPD, "opensmtpd")].filter {
      folded.contains($0.1)
    }
    if !near.isEmpty {
      let words = Set(text.flatMap { $0.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "-" && $0 != "." } })
      for (product, name) in near where words.contains(name[...]) { products.append(product) }
    }
    let isExchange =
      folded.contains("microsoft esmtp mail service") || folded.contains("microsoft exchange")
      || keywords.contains { ["X-ANONYMOUSTLS", "X-EXPS", "XEXCH50"].contains($0) }
    if isExchange { products += [exchange, windows] }
    return products
  }
}

/// What one product's administrator does.
public struct ProductAdvice: Sendable, Equatable {
  public var product: Product
  public var text: String
}
