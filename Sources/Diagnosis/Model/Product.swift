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
  static func named(greeting: [String], hasKeyword: ([String]) -> Bool) -> [Product] {
    var products: [Product] = []
    // The first word is the name of the host, whatever that is called after.
    let folded = FoldedText(withoutFirstWordOf: greeting)
    for (product, name) in [(postfix, "postfix"), (exim, "exim"), (sendmail, "sendmail"), (openSMTPD, "opensmtpd")]
    where folded.containsWord(name) {
      products.append(product)
    }
    let isExchange =
      folded.contains("microsoft esmtp mail service") || folded.contains("microsoft exchange")
      || hasKeyword(["X-ANONYMOUSTLS", "X-EXPS", "XEXCH50"])
    if isExchange { products += [exchange, windows] }
    return products
  }
}

/// What one product's administrator does.
public struct ProductAdvice: Sendable, Equatable {
  public var product: Product
  public var text: String
}
