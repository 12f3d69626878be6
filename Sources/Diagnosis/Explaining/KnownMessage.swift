/// A message that a mail server, a mail program or a TLS library writes when a session fails, and what it can stand for.
///
/// It is no quotation of a log line but the fixed words of one: `%` stands for what differs. A message often stands for several
/// causes, and for which of them only the wire can say; they are named in the order in which they are likely.
package struct KnownMessage: Sendable {
  /// Who writes it: "Postfix, sending", "Windows event 36874".
  package let product: String
  /// The fixed words, as they are written, with `%` for what differs.
  package let text: String
  /// Ids of findings, the likeliest first.
  package let causes: [String]
  /// Where the words were read: a file of a program's source, a page of its maker, a public report.
  package let readIn: String

  /// Whether it says only that something failed, and the reason stands beside it in other words: "SSL_connect error to %".
  package let isFrame: Bool

  init(_ product: String, _ text: String, _ causes: [String], _ readIn: String, isFrame: Bool = false) {
    self.isFrame = isFrame
    self.product = product
    self.text = text
    self.causes = causes
    self.readIn = readIn
  }

  /// Whose words are of use in any line about TLS, whatever program wrote it.
  static let tlsProducts: Set<String> = Set(libraries.map(\.product))

  /// Those that are one name, in small letters.
  static let names: Set<String> = Set(all.filter(\.isName).map { $0.text.lowercased() })

  /// Whether it is one name that no sentence holds by chance: "UnknownCredentials", "handshake_failure".
  var isName: Bool {
    !text.contains(" ") && text.dropFirst().contains { $0.isUppercase || $0 == "_" || $0.isWholeNumber }
  }

  /// The words for a reader: an ellipsis for what differs.
  package var shown: String {
    var shown = text.replacing("%", with: "…")
    while shown.contains("… …") { shown = shown.replacing("… …", with: "…") }
    return shown
  }

  /// All of them, and the ones that the rules themselves name. Words that several rules name stand for all of them, in the order
  /// of the catalogue.
  package static let all: [KnownMessage] =
    postfix + exim + sendmail + otherServers + exchange + exchangeOnline + windows + libraries + languages + programs
}
